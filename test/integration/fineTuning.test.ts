import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellClasses, likeliestClass } from '../../main/domain/cellClass.ts';
import type { DatasetParts, LabelledImage } from '../../main/domain/labelledImage.ts';
import type { TrainingRequest } from '../../main/domain/trainingRequest.ts';
import { type Classifier, loadClassifier, readModelCard } from '../../main/network/classifier.ts';
import { windowOfCell } from '../../main/network/preprocess.ts';
import { scoreImages } from '../../main/network/scoreImages.ts';
import { trainClassifier } from '../../main/network/trainClassifier.ts';
import { resampleWindow } from '../../main/pixels/resample.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writePng } from '../../main/slides/writeImage.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';

const redCellPx = 40;
const perClass = 8;
/** fields among which the shipped model sees cells of every class */
const normal = { lymphocyte: 11, neutrophil: 9, monocyte: 4 };
const scenes = [
  { stain: 'lavender', redCellPx: 56, cellMix: normal },
  { stain: 'lavender', redCellPx, cellMix: { blast: 24 } },
  { stain: 'blue-violet', redCellPx: 56, cellMix: { blast: 24 } },
  { stain: 'rose', redCellPx, cellMix: normal },
] as const;
/** one epoch of two steps: a network from nothing learns next to nothing by it */
const settings: Omit<TrainingRequest, keyof DatasetParts | 'outputFolder' | 'inputPx' | 'widthMultiplier'> = {
  ...{ name: 'mine', version: '1.0.0', optimizer: 'adam', learningRate: 0.0001 },
  ...{ epochs: 1, batchSize: 8, seed: 1, resume: false, programVersion: '0.0.0' },
  dataset: { name: 'drawn cells', split: 'in turn', terms: 'none', citation: 'none' },
};

let folder: string;
let shipped: Classifier;
let shippedFolder: string;
let parts: DatasetParts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-fine-tuning-'));
  shippedFolder = (await chooseModel(undefined)).folder;
  shipped = await loadClassifier(shippedFolder);
  parts = split(await drawLabelledCells());
});

afterAll(async () => {
  shipped.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Drawn cells in three stains, each with the class that the shipped model gives it, those it is surest of first: what
 *  that model knows is what these labels teach. */
async function drawLabelledCells(): Promise<readonly LabelledImage[]> {
  const drawn: LabelledImage[] = [];
  for (const [of, scene] of scenes.entries()) {
    const size = { widthPx: 1280, heightPx: 960 };
    const { pixels, truth } = renderSyntheticField({ ...size, seed: 11, crowding: 0.5, ...scene });
    for (const [at, cell] of truth.entries()) {
      const path = join(folder, `${of}-${at}.png`);
      const window = windowOfCell(cell, scene.redCellPx, shipped.card.preprocessing);
      await writePng(resampleWindow(pixels, window, { widthPx: 224, heightPx: 224 }), path);
      drawn.push({ path, cellClass: 'benign' });
    }
  }
  const scored = await scoreImages(shipped, drawn, { readImage });
  const seen = drawn.map(({ path }, at) => {
    const probabilities = scored[at]?.probabilities;
    if (probabilities === undefined) throw new Error(`${path} was not classified`);
    const cellClass = likeliestClass(probabilities);
    return { path, cellClass, sureness: probabilities[cellClass] };
  });
  return seen.toSorted((a, b) => b.sureness - a.sureness).map(({ path, cellClass }) => ({ path, cellClass }));
}

/** Of each class four to learn from, two to choose by, two held out. */
function split(items: readonly LabelledImage[]): DatasetParts {
  const ofClasses = cellClasses.map((cellClass) => {
    const ofClass = items.filter((item) => item.cellClass === cellClass).slice(0, perClass);
    if (ofClass.length < perClass) throw new Error(`Only ${ofClass.length} drawn cells are ${cellClass}`);
    return ofClass;
  });
  const part = (from: number, to: number) => ofClasses.flatMap((ofClass) => ofClass.slice(from, to));
  return { train: part(0, 4), validation: part(4, 6), test: part(6, 8) };
}

function train(change: Pick<TrainingRequest, 'outputFolder' | 'startFrom' | 'inputPx' | 'widthMultiplier'>) {
  return trainClassifier(
    { ...settings, ...parts, ...change },
    {
      readImage,
      measureWindowRedCells: async () => shipped.card.preprocessing.windowRedCells,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
  );
}

test('a training that goes on from a model keeps what that model knows; one from nothing has yet to learn it', async () => {
  const { architecture, preprocessing } = shipped.card;
  const goingOn = await train({
    ...{ outputFolder: join(folder, 'going-on'), startFrom: shippedFolder },
    // not those of the model it goes on from, which take their place
    ...{ inputPx: 32, widthMultiplier: 0.07 },
  });
  const fromNothing = await train({
    ...{ outputFolder: join(folder, 'from-nothing'), startFrom: undefined },
    ...{ inputPx: preprocessing.inputPx, widthMultiplier: architecture.widthMultiplier },
  });
  expect(goingOn).toMatchObject({ validationFigures: { count: 8 }, testFigures: { count: 8 } });
  expect(goingOn.validationFigures.accuracy).toBeGreaterThanOrEqual(0.85);
  expect(goingOn.testFigures?.accuracy).toBeGreaterThanOrEqual(0.85);
  expect(fromNothing.validationFigures.accuracy).toBeLessThanOrEqual(0.5);
  const card = await readModelCard(goingOn.modelFolder);
  expect(card.preprocessing).toEqual(preprocessing);
  expect(card.architecture.widthMultiplier).toBe(architecture.widthMultiplier);
  expect(card.weights.sha256).not.toBe(shipped.card.weights.sha256);
});
