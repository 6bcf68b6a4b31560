import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import type { ScanSlideRequest, ScanSlideResult } from '../../main/compute/messages.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { type BoxMatches, computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import { countGridFields } from '../../main/detection/planFields.ts';
import { type DetectedCell, intersectionOverUnion, type PixelBox } from '../../main/domain/cell.ts';
import { resampleWindow } from '../../main/domain/resample.ts';
import { loadCellFinder } from '../../main/network/detector.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { readVocFolder } from '../bench/readVocFolder.ts';
import {
  blurPart,
  layMosaic,
  type SmearMosaic,
  type SmearPiece,
  writeMosaic,
} from '../helpers/aSmearMosaic.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { damageStoredTile } from '../unit/slides/aPyramid.ts';

const bccd = fileURLToPath(new URL('../../../shared/data/bccd', import.meta.url));
const missing = !existsSync(bccd);
if (missing) process.stderr.write(`Skipped: a whole slide of real fields needs ${bccd}\n`);

let compute: ComputeClient;
let finder: Awaited<ReturnType<typeof loadCellFinder>>;
let folder: string;
let modelFolder: string;
let drawn: SmearMosaic;

/** Width of a red cell on the drawn slide: an objective of 40x at 0.3 µm a pixel. */
const drawnRedCellPx = 24;

/** A part of the drawn smear that is out of focus: one whole field and more. */
const blurredPart = { xPx: 1200, yPx: 1200, widthPx: 1650, heightPx: 1650 };

beforeAll(async () => {
  compute = createComputeClient();
  finder = await loadCellFinder(await findCellFinderFolder());
  folder = await mkdtemp(join(tmpdir(), 'blastscope-whole-'));
  modelFolder = await writeTinyModel(join(folder, 'tiny-0.0.1'));
  const { pixels, truth } = renderSyntheticField({
    ...{ seed: 31, widthPx: 3000, heightPx: 2600, redCellPx: drawnRedCellPx, stain: 'rose', crowding: 0.45 },
    cellMix: { lymphocyte: 60, neutrophil: 60, blast: 80 },
  });
  drawn = layMosaic([{ pixels, whiteCells: truth }], { columns: 1, glassPx: 700 });
  await writeMosaic(drawn, join(folder, 'drawn.tif'));
});

afterAll(async () => {
  finder.dispose();
  await compute.dispose();
  await rm(folder, { recursive: true, force: true });
});

interface Scanned extends ScanSlideResult {
  /** cells in slide pixels */
  readonly onSlide: readonly DetectedCell[];
}

async function scan(name: string, changes: Partial<ScanSlideRequest> = {}): Promise<Scanned> {
  const slide = { name, path: join(folder, name), kind: 'image-file' } as const;
  const request = { slide, modelFolder, redCellDiameterPx: undefined, ...changes };
  const result = await compute.run('scanSlide', request);
  const onSlide = result.cells.map((cell) => {
    const { xPx = 0, yPx = 0 } = result.fields[cell.fieldIndex] ?? {};
    return { ...cell, xPx: cell.xPx + xPx, yPx: cell.yPx + yPx };
  });
  return { ...result, onSlide };
}

/** How many pairs of boxes are the same cell: 0 where each counts once. */
function countDoubles(cells: readonly PixelBox[]): number {
  return cells.reduce(
    (sum, cell, i) =>
      sum + cells.slice(i + 1).filter((other) => intersectionOverUnion(cell, other) > 0.45).length,
    0,
  );
}

function holdsCentre(part: PixelBox, { xPx, yPx, widthPx, heightPx }: PixelBox): boolean {
  const [x, y] = [xPx + widthPx / 2 - part.xPx, yPx + heightPx / 2 - part.yPx];
  return x >= 0 && y >= 0 && x < part.widthPx && y < part.heightPx;
}

/** Precision and recall outside parts of the slide that were not searched. */
function figuresOutside(parts: readonly PixelBox[], scanned: Scanned, labels: readonly PixelBox[]) {
  const isOutside = (box: PixelBox) => !parts.some((part) => holdsCentre(part, box));
  return computeDetectionFigures([matchBoxes(scanned.onSlide.filter(isOutside), labels.filter(isOutside))]);
}

test('a whole slide is searched by its smear alone, and finds the cells that a search in one go finds, each once', async () => {
  const scanned = await scan('drawn.tif');
  expect(scanned).toMatchObject({ fieldKind: 'region', failures: [], leftOut: [], warnings: [] });
  expect(countDoubles(scanned.onSlide)).toBe(0);
  const inOneGo = detectCells(drawn.pixels, finder, { redCellDiameterPx: scanned.redCellDiameterPx }).cells;
  const asOne = computeDetectionFigures([matchBoxes(inOneGo, drawn.whiteCells)]);
  const byFields = figuresOutside([], scanned, drawn.whiteCells);
  // drawn platelets have scores about the threshold, and another grid of pixels moves some over it: three points
  expect(byFields.recall).toBeGreaterThanOrEqual(asOne.recall - 0.01);
  expect(byFields.precision).toBeGreaterThanOrEqual(asOne.precision - 0.03);
  // the smear is 7.8 of the slide's 17.6 megapixels; fields reach beyond its edge
  const { fields, candidateFieldCount, redCellDiameterPx } = scanned;
  expect(fields).toHaveLength(candidateFieldCount);
  const { widthPx, heightPx } = drawn.pixels;
  expect(candidateFieldCount).toBeLessThan(countGridFields({ widthPx, heightPx }, redCellDiameterPx));
  for (const { name, xPx, yPx, focusScore } of fields) {
    expect(name).toMatch(/^x\d{6} y\d{6}$/);
    expect([Number.isInteger(xPx), Number.isInteger(yPx)]).toEqual([true, true]);
    expect(focusScore).toBeGreaterThan(0.6);
  }
});

test('without a pixel size in the file it is estimated from red cells; one by hand, or in the file, is kept', async () => {
  const estimated = await scan('drawn.tif', { cellGoal: 100 });
  // drawn 24 px wide: 0.3 µm a pixel; the detector's ruler is within a tenth of the truth
  expect(estimated.pixelSize).toMatchObject({ origin: 'estimated', interval: { lowUm: expect.any(Number) } });
  expect(Math.abs((estimated.pixelSize?.xUm ?? 0) - 0.3)).toBeLessThan(0.03);
  const byHand = await scan('drawn.tif', { cellGoal: 100, pixelSizeUm: 0.29 });
  expect(byHand).toMatchObject({
    pixelSize: { xUm: 0.29, yUm: 0.29, origin: 'manual' },
    redCellDiameterPx: expect.closeTo(7.2 / 0.29, 3),
    warnings: [],
  });
  await writeMosaic(drawn, join(folder, 'stated.tif'), 0.31);
  const stated = await scan('stated.tif', { cellGoal: 100, pixelSizeUm: 0.2 });
  expect(stated.pixelSize).toMatchObject({ xUm: expect.closeTo(0.31, 3), origin: 'file' });
  expect(stated.warnings).toEqual([expect.stringContaining('given by hand were not used')]);
});

test('a pixel size that the red cells contradict is kept and told', async () => {
  await writeMosaic(drawn, join(folder, 'wrong.tif'), 0.5);
  const { pixelSize, redCellDiameterPx, warnings } = await scan('wrong.tif', { cellGoal: 100 });
  expect(pixelSize).toMatchObject({ origin: 'file' });
  expect(redCellDiameterPx).toBeCloseTo(14.4, 1);
  expect(warnings).toEqual([expect.stringMatching(/measured 2\d\.\d px wide.*in the file is 0\.5 µm/)]);
});

test('a scan stops at a hundred cells, its field finished, and is the same each time', async () => {
  const [once, again] = [
    await scan('drawn.tif', { cellGoal: 100 }),
    await scan('drawn.tif', { cellGoal: 100 }),
  ];
  const { cells, fields, candidateFieldCount } = once;
  expect(cells.length).toBeGreaterThanOrEqual(100);
  const beforeLast = cells.filter(({ fieldIndex }) => fieldIndex < fields.length - 1);
  expect(beforeLast.length).toBeLessThan(100);
  expect(fields.length).toBeLessThan(candidateFieldCount);
  expect([again.cells, again.fields]).toEqual([cells, fields]);
});

test('fields out of focus are left out and counted, and no cell of the others is lost', async () => {
  const blurred = await blurPart(drawn, blurredPart, 0.25 * drawnRedCellPx);
  await writeMosaic(blurred, join(folder, 'blurred.tif'));
  const scanned = await scan('blurred.tif');
  expect(scanned.leftOut.length).toBeGreaterThanOrEqual(1);
  expect(scanned.fields.length + scanned.leftOut.length).toBe(scanned.candidateFieldCount);
  for (const { reason, focusScore } of scanned.leftOut) {
    expect(reason).toBe('out-of-focus');
    expect(focusScore).toBeLessThan(0.5);
  }
  const sharpOnly = await scan('drawn.tif');
  const outside = (one: Scanned) => figuresOutside([...scanned.leftOut, blurredPart], one, drawn.whiteCells);
  expect(outside(scanned).recall).toBeGreaterThanOrEqual(outside(sharpOnly).recall - 0.01);
});

test('of a slide with a damaged tile the rest is scanned, and the part is named', async () => {
  await copyFile(join(folder, 'drawn.tif'), join(folder, 'damaged.tif'));
  const columns = Math.ceil(drawn.pixels.widthPx / 256);
  const damaged = { xPx: 7 * 256, yPx: 6 * 256, widthPx: 256, heightPx: 256 };
  const entry = { name: 'damaged.tif', path: join(folder, 'damaged.tif'), kind: 'image-file' } as const;
  await damageStoredTile(entry, 6 * columns + 7);
  const scanned = await scan('damaged.tif');
  expect(scanned.failures.map(({ name, code }) => [name, code])).toEqual([
    ['part 001792 001536', 'tile-unreadable'],
  ]);
  expect(scanned.failures[0]?.message).toMatch(/damaged\.tif is damaged at x 1792, y 1536: 256 x 256 px/);
  expect(scanned.fields).toHaveLength(scanned.candidateFieldCount);
  const whole = await scan('drawn.tif');
  // beside the damaged tile a cell may be cut
  const around = { xPx: damaged.xPx - 60, yPx: damaged.yPx - 60, widthPx: 376, heightPx: 376 };
  const outside = (one: Scanned) => figuresOutside([around], one, drawn.whiteCells);
  expect(outside(scanned).recall).toBeGreaterThanOrEqual(outside(whole).recall - 0.01);
});

test('a slide of glass alone has no cell and says so, once its scale is known', async () => {
  const glass = layMosaic(
    [{ pixels: { widthPx: 1, heightPx: 1, data: new Uint8Array([242, 242, 242]) }, whiteCells: [] }],
    {
      columns: 1,
      glassPx: 2000,
    },
  );
  await writeMosaic(glass, join(folder, 'glass.tif'));
  await expect(scan('glass.tif')).rejects.toMatchObject({
    code: 'scale-unknown',
    message: expect.stringContaining('--pixel-size-um'),
  });
  expect(await scan('glass.tif', { pixelSizeUm: 0.25 })).toMatchObject({
    fields: [],
    cells: [],
    candidateFieldCount: 0,
    warnings: [expect.stringContaining('empty glass')],
  });
});

test('a scale at which no cell could be told, or no slide glass be so large, is refused', async () => {
  await expect(scan('drawn.tif', { pixelSizeUm: 5 })).rejects.toMatchObject({
    code: 'scale-unknown',
    message: expect.stringContaining('a red cell is only 1.4 px wide'),
  });
});

/** Fields of BCCD with red cells of 28.8 px, 0.25 µm a pixel. */
async function readPieces(): Promise<readonly SmearPiece[]> {
  const zoom = 28.8 / 104; // the median red cell of its labels is 104 px wide
  const size = { widthPx: Math.round(640 * zoom), heightPx: Math.round(480 * zoom) };
  const pieces: SmearPiece[] = [];
  for (const { imagePath, whiteCells } of (await readVocFolder(bccd)).slice(0, 360)) {
    const field = await readImage(imagePath);
    const whole = { xPx: 0, yPx: 0, widthPx: field.widthPx, heightPx: field.heightPx };
    pieces.push({
      pixels: resampleWindow(field, whole, size),
      whiteCells: whiteCells.map((box) => ({
        xPx: box.xPx * zoom,
        yPx: box.yPx * zoom,
        widthPx: box.widthPx * zoom,
        heightPx: box.heightPx * zoom,
      })),
    });
  }
  return pieces;
}

test.skipIf(missing)(
  'on a slide of 720 real fields with 736 labelled cells, each is counted once and found as in single fields',
  async () => {
    const pieces = await readPieces();
    const laid = layMosaic([...pieces, ...pieces.toReversed()], { columns: 30, glassPx: 2000 });
    const blurredFields = { xPx: 4000, yPx: 2500, widthPx: 3200, heightPx: 2000 };
    const mosaic = await blurPart(laid, blurredFields, 0.25 * 28.8);
    await writeMosaic(mosaic, join(folder, 'real.tif'), 0.25);
    const scanned = await scan('real.tif');
    const { redCellDiameterPx, candidateFieldCount, leftOut, fields, warnings } = scanned;
    expect(warnings).toEqual([]);
    expect(countDoubles(scanned.onSlide)).toBe(0);
    const hits = mosaic.whiteCells.map(
      (label) => scanned.onSlide.filter((cell) => intersectionOverUnion(cell, label) >= 0.5).length,
    );
    // labels themselves overlap here and there; no cell of the scan is a second one
    expect(Math.max(...hits)).toBeLessThanOrEqual(2);
    const single: BoxMatches[] = pieces.map(({ pixels, whiteCells }) =>
      matchBoxes(detectCells(pixels, finder, { redCellDiameterPx }).cells, whiteCells),
    );
    const oneByOne = computeDetectionFigures(single);
    const asSlide = figuresOutside([...leftOut, blurredFields], scanned, mosaic.whiteCells);
    expect(asSlide.labelCount).toBeGreaterThan(400);
    // where fields meet, cut cells lie beside others that no smear would have there: two points
    expect(asSlide.recall).toBeGreaterThanOrEqual(oneByOne.recall - 0.02);
    expect(asSlide.precision).toBeGreaterThanOrEqual(oneByOne.precision - 0.02);
    expect(leftOut.length).toBeGreaterThanOrEqual(1);
    for (const field of leftOut) expect(holdsCentre(blurredFields, field)).toBe(true);
    const { widthPx, heightPx } = mosaic.pixels;
    expect(candidateFieldCount).toBeLessThan(0.6 * countGridFields({ widthPx, heightPx }, redCellDiameterPx));
    expect(fields.length + leftOut.length).toBe(candidateFieldCount);
  },
);
