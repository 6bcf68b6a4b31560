import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellClasses } from '../domain/cellClass.ts';
import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import { formatModelCard } from '../domain/formatModelCard.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Figures, ModelCard, Preprocessing } from '../domain/modelCard.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { type ClassifierNetwork, countParameters } from './architecture.ts';
import { createClassifier } from './classifier.ts';
import { foldBatchNormalisation, type Parameters } from './classifierParameters.ts';
import { measureColourBaseline } from './measureColourBaseline.ts';
import { scoreImages } from './scoreImages.ts';
import type { EpochRecord } from './trainingCheckpoint.ts';
import type { TrainingTools } from './trainingTools.ts';
import { type SavedWeights, saveWeights, writeWhole } from './weights.ts';

interface TrainedNetwork {
  readonly network: ClassifierNetwork;
  readonly parameters: Parameters;
  readonly preprocessing: Preprocessing;
}

/** Classes of labelled fields by parameters in training form, as the finished model would give them. */
export async function scoreByParameters(
  trained: TrainedNetwork,
  items: readonly LabelledImage[],
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
): Promise<readonly ScoredItem[]> {
  const folded = foldBatchNormalisation(trained.network, trained.parameters);
  const classifier = createClassifier(trained.network, folded, trained.preprocessing);
  try {
    return await scoreImages(classifier, items, tools);
  } finally {
    classifier.dispose();
  }
}

interface FinishedTraining {
  readonly request: TrainingRequest;
  readonly tools: TrainingTools;
  readonly network: ClassifierNetwork;
  readonly preprocessing: Preprocessing;
  readonly best: { readonly record: EpochRecord; readonly parameters: Parameters };
  readonly history: readonly EpochRecord[];
  readonly durationMs: number;
}

/** Measures the chosen epoch on the validation and test parts and writes the model folder; card.json comes
 *  last, so that a folder with a card is whole. */
export async function finishModel(finished: FinishedTraining): Promise<TrainingResult> {
  const { request, tools, network, best } = finished;
  const windowRedCells = await tools.measureWindowRedCells(request.train);
  const preprocessing = { ...finished.preprocessing, windowRedCells };
  const trained = { network, parameters: best.parameters, preprocessing };
  const figuresOf = async (items: readonly LabelledImage[]) =>
    computeFigures(await scoreByParameters(trained, items, tools));
  const validationFigures = await figuresOf(request.validation);
  const testFigures = request.test.length > 0 ? await figuresOf(request.test) : undefined;
  const baseline = await measureColourBaseline(
    { known: request.train, asked: request.test, protocol: `${request.dataset.split}, test part` },
    preprocessing,
    tools,
  );
  const weights = await saveWeights(request.outputFolder, [...best.parameters.values()], network);
  const dataset = { ...request.dataset, sha256: await hashDataset(request) };
  const card = buildCard({
    ...finished,
    preprocessing,
    weights,
    dataset,
    validationFigures,
    testFigures,
    baseline,
  });
  await writeWhole(
    join(request.outputFolder, 'history.json'),
    `${JSON.stringify(finished.history, undefined, 1)}\n`,
  );
  await writeWhole(join(request.outputFolder, 'CARD.md'), formatModelCard(card));
  await writeWhole(join(request.outputFolder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
  return {
    modelFolder: request.outputFolder,
    chosenEpoch: best.record.epoch,
    validationFigures,
    testFigures,
  };
}

function buildCard(
  parts: FinishedTraining & {
    readonly weights: SavedWeights;
    readonly dataset: ModelCard['dataset'];
    readonly validationFigures: Figures;
    readonly testFigures: Figures | undefined;
    readonly baseline: ModelCard['baselines'][number];
  },
): ModelCard {
  const { request, network } = parts;
  const evaluation = (part: string, figures: Figures) => ({
    protocol: `${request.dataset.split}, ${part}`,
    dataset: request.dataset.name,
    ofTheseWeights: true,
    figures,
  });
  return {
    schemaVersion: 1,
    name: request.name,
    version: request.version,
    task: 'classify-cells',
    createdAt: new Date().toISOString(),
    programVersion: request.programVersion,
    architecture: {
      name: 'thirteen convolutions in five blocks (Sci Rep 2025, s41598-025-13080-6)',
      widthMultiplier: network.widthMultiplier,
      batchNormalisation: network.batchNormalisation,
      parameterCount: countParameters(network).total,
    },
    classes: [...cellClasses],
    preprocessing: parts.preprocessing,
    weights: { file: 'weights.bin', ...parts.weights },
    training: {
      optimizer: request.optimizer,
      learningRate: request.learningRate,
      epochs: request.epochs,
      chosenEpoch: parts.best.record.epoch,
      batchSize: request.batchSize,
      seed: request.seed,
      trainCount: request.train.length,
      validationCount: request.validation.length,
      durationMs: Math.round(parts.durationMs),
    },
    dataset: parts.dataset,
    evaluations: [
      evaluation('validation part (the epoch was chosen on it)', parts.validationFigures),
      ...(parts.testFigures === undefined ? [] : [evaluation('test part, read once', parts.testFigures)]),
    ],
    baselines: request.test.length > 0 ? [parts.baseline] : [],
    intendedUse:
      'Research use only. Proposes blast-like cells in stained blood smears for review by a morphologist; ' +
      'refer for immunophenotyping. Not a diagnosis.',
    limitations: [
      'Every cell is classified from the field around it, as the training labels are of whole fields.',
      'The stain weighs as much as the cells: compare the figures on held-out stains and the colour baseline. ' +
        'Measure the model on your own stain and camera before you rely on it.',
      'A class for cells that are none of these does not exist: every white cell is put in one of the four.',
    ],
  };
}

/** SHA-256 over class and content of every image, whatever the files are called, in the order of hashes. */
async function hashDataset(request: TrainingRequest): Promise<string> {
  const lines: string[] = [];
  for (const part of ['train', 'validation', 'test'] as const) {
    for (const { path, cellClass } of request[part]) {
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      lines.push(`${part} ${cellClass} ${hash}`);
    }
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
