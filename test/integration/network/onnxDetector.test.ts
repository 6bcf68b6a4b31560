import { appendFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCellFinderFolder } from '../../../main/compute/findCellFinderFolder.ts';
import { type CellMaps, outputsAt, probabilityOf, readSides } from '../../../main/domain/cellMaps.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import {
  createCellFinder,
  type DetectorNetwork,
  loadDetectorWeights,
} from '../../../main/network/detector.ts';
import { createDetectorWeights } from '../../../main/network/detectorNetwork.ts';
import { createOnnxCellFinder } from '../../../main/network/onnxDetector.ts';
import { endOnnxThreads } from '../../../main/network/onnxSession.ts';
import { openCellFinder } from '../../../main/network/openCellFinder.ts';
import { renderSyntheticField } from '../../../main/slides/synthetic/renderSyntheticField.ts';
import { aScratchFolder } from '../../helpers/aSmearFolder.ts';

let tensorflow: DetectorNetwork;
let onnx: DetectorNetwork;

beforeAll(async () => {
  const { weights, card } = await loadDetectorWeights(await findCellFinderFolder());
  tensorflow = createCellFinder(weights, card.scoreThreshold);
  onnx = await createOnnxCellFinder(weights, card.scoreThreshold);
});

afterAll(() => {
  tensorflow.dispose();
  onnx.dispose();
});

function aField(size: { readonly widthPx: number; readonly heightPx: number }): RgbRaster {
  const cellMix = { lymphocyte: 3, neutrophil: 2, blast: 3 };
  return renderSyntheticField({ ...size, seed: 7, redCellPx: 20, stain: 'rose', cellMix }).pixels;
}

/** Where the outputs of each map cell begin. */
function cellsOf(maps: CellMaps): readonly number[] {
  return Array.from({ length: maps.widthCells * maps.heightCells }, (_, at) =>
    outputsAt(maps, at % maps.widthCells, Math.floor(at / maps.widthCells)),
  );
}

function readLogits(maps: CellMaps): readonly number[] {
  return cellsOf(maps).flatMap((at) => [...maps.outputs.subarray(at, at + 2)]);
}

function readBoxes(maps: CellMaps): readonly number[] {
  return cellsOf(maps).flatMap((at) =>
    (['whiteCell', 'redCell'] as const).flatMap((kind) => readSides(maps, kind, at)),
  );
}

function heatOf(maps: CellMaps, at: number): number {
  return probabilityOf(maps.outputs[at] ?? Number.NaN);
}

function farthest(one: readonly number[], other: readonly number[]): number {
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? Number.NaN))), 0);
}

test.each([
  { widthPx: 640, heightPx: 480 },
  { widthPx: 323, heightPx: 261 },
  { widthPx: 16, heightPx: 300 },
])('ONNX Runtime sees in $widthPx x $heightPx px what TensorFlow sees', async (size) => {
  const field = aField(size);
  const [wanted, seen] = [await tensorflow.findCells(field), await onnx.findCells(field)];
  expect([seen.widthCells, seen.heightCells, seen.stridePx]).toEqual([
    ...[wanted.widthCells, wanted.heightCells, wanted.stridePx],
  ]);
  const [logits, others] = [readLogits(seen), readLogits(wanted)];
  expect(logits).toHaveLength(2 * seen.widthCells * seen.heightCells);
  expect(farthest(logits.map(probabilityOf), others.map(probabilityOf))).toBeLessThan(1e-4);
  // boxes are up to 500 px; 3e-5 px and 1e-6 where it was measured
  expect(farthest(readBoxes(seen), readBoxes(wanted))).toBeLessThan(0.01);
  expect([onnx.redCellPx, onnx.scoreThreshold]).toEqual([tensorflow.redCellPx, tensorflow.scoreThreshold]);
});

test('what is seen in a field does not depend on those that are under way beside it', async () => {
  const fields = [aField({ widthPx: 320, heightPx: 240 }), aField({ widthPx: 500, heightPx: 100 })];
  const alone = [];
  for (const field of fields) alone.push(await onnx.findCells(field));
  for (let round = 0; round < 3; round += 1)
    expect(await Promise.all([...fields, ...fields].map((field) => onnx.findCells(field)))).toEqual([
      ...alone,
      ...alone,
    ]);
});

test('the shipped copy in bytes sees what float32 sees', async () => {
  const copy = await openCellFinder(await findCellFinderFolder());
  expect([copy.engine, copy.note]).toEqual([
    expect.stringMatching(/^onnxruntime .*, int8 \(copy /),
    undefined,
  ]);
  const field = aField({ widthPx: 640, heightPx: 480 });
  const [wanted, seen] = [await onnx.findCells(field), await copy.findCells(field)];
  const cells = cellsOf(wanted).filter((at) => heatOf(wanted, at) > 0.3);
  expect(cells.length).toBeGreaterThan(5);
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const heatError = meanOf(cells.map((at) => Math.abs(heatOf(wanted, at) - heatOf(seen, at))));
  const sideError = meanOf(
    cells.flatMap((at) => {
      const other = readSides(seen, 'whiteCell', at);
      return readSides(wanted, 'whiteCell', at).map((side, i) => Math.abs((other[i] ?? 0) / side - 1));
    }),
  );
  // 0.024 and 0.018 (root mean squares) on real fields
  expect([heatError < 0.05, sideError < 0.05]).toEqual([true, true]);
  copy.dispose();
});

test('without its copy, and with a damaged one, a finder runs in float32, and the second is told', async () => {
  const folder = join(await aScratchFolder(), 'finder');
  await cp(await findCellFinderFolder(), folder, { recursive: true });
  await appendFile(join(folder, 'int8', 'model.onnx'), 'x');
  const damaged = await openCellFinder(folder);
  expect([damaged.engine, damaged.isCopyBroken, damaged.note]).toEqual([
    ...[expect.stringMatching(/^onnxruntime .*, fp32$/), true],
    expect.stringContaining('model.onnx is not what engine.json says'),
  ]);
  damaged.dispose();
  await rm(join(folder, 'int8'), { recursive: true });
  const without = await openCellFinder(folder);
  expect([without.isCopyBroken, without.note]).toEqual([false, 'it has no eight-bit copy']);
  without.dispose();
});

test('where the thread of ONNX Runtime ends, its work is lost by name, and the next goes on in another', async () => {
  const field = aField({ widthPx: 640, heightPx: 480 });
  const wanted = await onnx.findCells(field);
  const lost = expect(onnx.findCells(field)).rejects.toMatchObject({ code: 'compute-process-lost' });
  await endOnnxThreads();
  await lost;
  expect(await Promise.all([onnx.findCells(field), onnx.findCells(field)])).toEqual([wanted, wanted]);
});

test('a single pixel is looked at', async () => {
  const finder = await createOnnxCellFinder(createDetectorWeights(1), 0.5);
  const maps = await finder.findCells({ widthPx: 1, heightPx: 1, data: new Uint8Array(3) });
  expect([maps.widthCells, maps.heightCells, readBoxes(maps).every(Number.isFinite)]).toEqual([1, 1, true]);
  finder.dispose();
});
