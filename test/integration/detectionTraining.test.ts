import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cellMapChannels } from '../../main/domain/cellMaps.ts';
import { createCellFinder } from '../../main/network/detector.ts';
import { loadDetectorCheckpoint, saveDetectorCheckpoint } from '../../main/network/detectorCheckpoint.ts';
import { createDetectorWeights } from '../../main/network/detectorNetwork.ts';
import {
  type DetectorTrainingState,
  mutateByTrainingStep,
  startDetectorTraining,
} from '../../main/network/detectorTraining.ts';
import { loadTensorFlow } from '../../main/network/tensorflow.ts';

const sidePx = 64;

/** A bright sample with one dark square cell in it. */
function aSample() {
  const box = { xPx: 18, yPx: 18, widthPx: 28, heightPx: 28 };
  const pixels = new Float32Array(sidePx * sidePx * 3).fill(0.8);
  for (let y = 18; y < 46; y += 1) pixels.fill(-0.6, (y * sidePx + 18) * 3, (y * sidePx + 46) * 3);
  return { pixels, whiteCells: [box], redCells: [], unknown: [] };
}

/** SHA-256 of each part of a training state: comparing a million numbers one by one takes half a minute. */
function hashState(state: DetectorTrainingState | undefined) {
  const hash = (parts: readonly Float32Array[] = []) =>
    parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
  return [
    hash(state?.weights.map((one) => one.values)),
    hash(state?.averaged.map((one) => one.values)),
    hash(state?.firstMoments),
    hash(state?.secondMoments),
  ];
}

test('the network has 583,850 parameters, 2.3 MB', () => {
  const count = createDetectorWeights(1).reduce((sum, one) => sum + one.values.length, 0);
  expect(count).toBe(583_850);
});

test('an image of any size is looked at, and the maps cover it', async () => {
  const finder = createCellFinder(createDetectorWeights(1), 0.5);
  for (const [widthPx, heightPx] of [
    [1, 1],
    [17, 40],
    [100, 3],
  ] as const) {
    const maps = await finder.findCells({ widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3) });
    expect([maps.widthCells, maps.heightCells]).toEqual([Math.ceil(widthPx / 4), Math.ceil(heightPx / 4)]);
    expect(maps.outputs.length).toBeGreaterThanOrEqual(maps.heightCells * maps.rowCells * cellMapChannels);
    expect(maps.outputs.every(Number.isFinite)).toBe(true);
  }
  finder.dispose();
});

test('training on one cell finds it, and leaves no tensor behind', () => {
  const tf = loadTensorFlow();
  const tensorsBefore = tf.memory().numTensors;
  const state = startDetectorTraining(createDetectorWeights(1));
  const samples = [aSample()];
  const first = mutateByTrainingStep(state, samples, { sidePx, learningRate: 2e-3 });
  let last = first;
  for (let step = 0; step < 40; step += 1)
    last = mutateByTrainingStep(state, samples, { sidePx, learningRate: 2e-3 });
  expect(last).toBeLessThan(first / 3);
  expect(state.stepCount).toBe(41);
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

test('a sample that is not a number leaves the weights as they were', () => {
  const state = startDetectorTraining(createDetectorWeights(1));
  const broken = { ...aSample(), pixels: new Float32Array(sidePx * sidePx * 3).fill(Number.NaN) };
  expect(mutateByTrainingStep(state, [broken], { sidePx, learningRate: 1e-3 })).toBeNaN();
  expect(hashState(state)).toEqual(hashState(startDetectorTraining(createDetectorWeights(1))));
});

test('training goes on from its checkpoint as if it had not stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-detector-'));
  const state = startDetectorTraining(createDetectorWeights(3));
  mutateByTrainingStep(state, [aSample()], { sidePx, learningRate: 1e-3 });
  await saveDetectorCheckpoint(folder, { state, best: { margin: 0.5, step: 1, weights: state.averaged } });
  const saved = await loadDetectorCheckpoint(folder);
  expect(saved?.state.stepCount).toBe(1);
  expect(saved?.best).toMatchObject({ margin: 0.5, step: 1 });
  expect(hashState(saved?.state)).toEqual(hashState(state));
  expect(await loadDetectorCheckpoint(join(folder, 'none'))).toBeUndefined();
  await rm(folder, { recursive: true });
});
