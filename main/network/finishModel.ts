import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellClasses } from '../domain/cellClass.ts';
import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import type { EpochRecord } from '../domain/epochRecord.ts';
import { formatModelCard } from '../domain/formatModelCard.ts';
import { isStrange } from '../domain/judgement.ts';
import type { DatasetParts, LabelledImage } from '../domain/labelledImage.ts';
import type { Figures, ModelCard, Preprocessing } from '../domain/modelCard.ts';
import { scoreByPicture } from '../domain/scoreByPicture.ts';
import {
  isOfCells,
  type StoppedTraining,
  type TrainingRequest,
  type TrainingResult,
} from '../domain/trainingRequest.ts';
import { type ClassifierNetwork, countParameters } from './architecture.ts';
import { chooseEpoch } from './chooseCells.ts';
import type { Parameters } from './classifierParameters.ts';
import { familiarityTensors } from './familiarityTensors.ts';
import { fitReading } from './fitReading.ts';
import { measureColourBaseline } from './measureColourBaseline.ts';
import { scoreByParameters } from './scoreByParameters.ts';
import type { TrainingTools } from './trainingTools.ts';
import { type SavedWeights, saveWeights, writeWhole } from './weights.ts';

interface FinishedTraining {
  readonly request: TrainingRequest;
  readonly tools: TrainingTools;
  readonly network: ClassifierNetwork;
  readonly preprocessing: Preprocessing;
  readonly best: { readonly record: EpochRecord; readonly parameters: Parameters };
  readonly history: readonly EpochRecord[];
  readonly durationMs: number;
  readonly parent: ModelCard['parent'];
  readonly stopped: StoppedTraining | undefined;
}

/** Measures the chosen epoch on the validation and test parts and writes the model folder; card.json comes
 *  last, so that a folder with a card is whole. */
export async function finishModel(finished: FinishedTraining): Promise<TrainingResult> {
  const { request, tools, network, best } = finished;
  const isKnown = isOfCells(request) || request.besides !== undefined;
  const windowRedCells = isKnown
    ? finished.preprocessing.windowRedCells
    : await tools.measureWindowRedCells(request.train);
  const preprocessing = { ...finished.preprocessing, windowRedCells };
  const trained = { network, parameters: best.parameters, preprocessing };
  const parts = {
    train: chooseEpoch(request, 1),
    validation: request.validation,
    protocol: `${request.dataset.split}, validation part`,
  };
  const { reading, parameters, validation } = await fitReading(trained, parts, tools);
  const test = await scoreByParameters({ ...trained, parameters, reading }, request.test, tools);
  const validationFigures = computeFigures(validation);
  const testFigures = request.test.length > 0 ? computeFigures(test) : undefined;
  const baseline = await measureColourBaseline(
    {
      known: fieldsOf(request.train),
      asked: fieldsOf(request.test),
      protocol: `${request.dataset.split}, test part`,
    },
    preprocessing,
    tools,
  );
  const tensors = [...parameters.values(), ...familiarityTensors(reading.familiarity.map)];
  const weights = await saveWeights(request.outputFolder, tensors, network);
  const dataset = { ...request.dataset, sha256: await hashDataset(request) };
  const card = buildCard({
    ...finished,
    preprocessing,
    weights,
    dataset,
    calibration: reading.calibration,
    familiarity: {
      limit: reading.familiarity.limit,
      protocol: reading.familiarity.protocol,
      sets: [
        { name: 'validation part (the limit was chosen on it)', ...countStrange(validation) },
        ...(test.length > 0 ? [{ name: 'test part', ...countStrange(test) }] : []),
        ...reading.familiarity.strangeSets.map(({ name, ...set }) => ({
          ...{ name: `validation part, ${name}`, ...set },
        })),
      ],
    },
    validationFigures,
    testFigures,
    byPicture: isOfCells(request)
      ? {
          validation: computeFigures(scoreByPicture(request.validation, validation)),
          test: test.length > 0 ? computeFigures(scoreByPicture(request.test, test)) : undefined,
        }
      : undefined,
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
    ...(finished.stopped === undefined ? {} : { stopped: finished.stopped }),
  };
}

function buildCard(
  parts: FinishedTraining & {
    readonly weights: SavedWeights;
    readonly dataset: ModelCard['dataset'];
    readonly calibration: ModelCard['calibration'];
    readonly familiarity: ModelCard['familiarity'];
    readonly validationFigures: Figures;
    readonly testFigures: Figures | undefined;
    /** of cells, by the pictures that they lie in */
    readonly byPicture: { readonly validation: Figures; readonly test: Figures | undefined } | undefined;
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
  const onValidation = 'validation part (the epoch was chosen on it)';
  const onTest = 'test part, read once';
  const byPicture = parts.byPicture === undefined ? [] : [parts.byPicture];
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
    trainedOn: isOfCells(request) ? 'cells' : 'fields',
    calibration: parts.calibration,
    familiarity: parts.familiarity,
    ...(parts.parent === undefined ? {} : { parent: parts.parent }),
    training: {
      optimizer: request.optimizer,
      learningRate: request.learningRate,
      epochs: request.epochs,
      chosenEpoch: parts.best.record.epoch,
      batchSize: request.batchSize,
      seed: request.seed,
      trainCount: request.train.length,
      validationCount: request.validation.length,
      ...(request.besides !== undefined && {
        besides: { count: request.besides.items.length, perEpoch: request.besides.perEpoch },
      }),
      durationMs: Math.round(parts.durationMs),
      ...(parts.parent === undefined ? {} : { learned: request.learned ?? 'all' }),
      ...(parts.stopped === undefined ? {} : { stopped: parts.stopped }),
    },
    dataset: parts.dataset,
    evaluations: [
      evaluation(onValidation, parts.validationFigures),
      ...byPicture.map(({ validation }) => evaluation(`${onValidation}${meansOfFields}`, validation)),
      ...(parts.testFigures === undefined ? [] : [evaluation(onTest, parts.testFigures)]),
      ...byPicture.flatMap(({ test }) =>
        test === undefined ? [] : [evaluation(`${onTest}${meansOfFields}`, test)],
      ),
    ],
    baselines: request.test.length > 0 ? [parts.baseline] : [],
    intendedUse:
      'Research use only. Proposes blast-like cells in stained blood smears for review by a morphologist; ' +
      'refer for immunophenotyping. Not a diagnosis.',
    limitations: [
      isOfCells(request)
        ? 'Labels that were given to a whole field are taken for every white cell in it: some cells were learnt under ' +
          'a label that is not their own.'
        : 'Every cell is classified from the field around it, as the training labels are of whole fields.',
      'The stain weighs as much as the cells: compare the figures on held-out stains and the colour baseline. ' +
        'Measure the model on your own stain and camera before you rely on it.',
      'There is no class for cells that are none of the four: what is far from all training cells is proposed as ' +
        'unidentified, what is near is put in one of them.',
    ],
  };
}

/** How figures of pictures are told from those of their cells. */
const meansOfFields = ', by picture: the cells of each pooled';

function countStrange(items: readonly ScoredItem[]) {
  const strangeCount = items.filter(isStrange).length;
  return { count: items.length, unidentifiedShare: strangeCount / Math.max(1, items.length) };
}

/** One item a picture. */
function fieldsOf(items: readonly LabelledImage[]): readonly LabelledImage[] {
  return [...new Map(items.map((item) => [item.path, item])).values()];
}

function pickParts({ train, validation, test }: DatasetParts): DatasetParts {
  return { train, validation, test };
}

/** SHA-256 over class and content of every image, whatever the files are called, in the order of hashes. */
async function hashDataset(request: TrainingRequest): Promise<string> {
  const lines: string[] = [];
  const hashes = new Map<string, string>();
  const parts = { ...pickParts(request), besides: request.besides?.items ?? [] };
  for (const [part, items] of Object.entries(parts)) {
    for (const { path, cellClass, cell } of items) {
      const hash =
        hashes.get(path) ??
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
      hashes.set(path, hash);
      const box = cell === undefined ? '' : ` ${cell.xPx} ${cell.yPx} ${cell.widthPx} ${cell.heightPx}`;
      lines.push(`${part} ${cellClass} ${hash}${box}`);
    }
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
