import { cellClasses } from '../domain/cellClass.ts';
import type { ModelCard, Preprocessing } from '../domain/modelCard.ts';
import { scaleBarCorner } from '../domain/scaleBarCorner.ts';
import { isOfCells, type TrainingRequest } from '../domain/trainingRequest.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from './architecture.ts';
import { readModelFiles } from './classifier.ts';
import type { Parameters } from './classifierParameters.ts';
import { isFamiliarityTensor } from './familiarityTensors.ts';

/** Edge of the window round a cell unless the request tells another: the cell and its nearest neighbours. */
const cellWindowRedCells = 7;

/** What a training goes on from. */
export interface Parent {
  readonly identity: NonNullable<ModelCard['parent']>;
  readonly preprocessing: Preprocessing;
  readonly widthMultiplier: number;
  readonly parameters: Parameters;
}

/** @throws LabError 'model-unknown' | 'model-corrupt' */
export async function readParent(folder: string): Promise<Parent> {
  const { card, tensors } = await readModelFiles(folder);
  const { name, version, weights } = card;
  return {
    identity: { name, version, sha256: weights.sha256 },
    preprocessing: card.preprocessing,
    widthMultiplier: card.architecture.widthMultiplier,
    parameters: new Map([...tensors].filter(([name]) => !isFamiliarityTensor(name))),
  };
}

/** A network that goes on from a model has that model's size and width. */
export function networkOfRequest(
  request: Pick<TrainingRequest, 'inputPx' | 'widthMultiplier'>,
  parent: Parent | undefined,
): ClassifierNetwork {
  return describeClassifierNetwork({
    inputPx: parent?.preprocessing.inputPx ?? request.inputPx,
    widthMultiplier: parent?.widthMultiplier ?? request.widthMultiplier,
    batchNormalisation: true,
    classCount: cellClasses.length,
    dropout: 0.3,
  });
}

/** How pixels become network input before their colours are measured. */
export function draftPreprocessing(
  request: Pick<TrainingRequest, 'inputPx' | 'windowRedCells' | 'train'>,
): Preprocessing {
  return {
    inputPx: request.inputPx,
    windowRedCells: isOfCells(request) ? (request.windowRedCells ?? cellWindowRedCells) : 1,
    scaleBarCorner,
    mean: [0, 0, 0],
    standardDeviation: [1, 1, 1],
  };
}
