import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import type { ComputeProgress, ScanSlideRequest } from '../../main/compute/messages.ts';
import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import { countGridFields } from '../../main/detection/planFields.ts';
import type { CellGoal } from '../../main/domain/scan.ts';
import { openCellFinder } from '../../main/network/openCellFinder.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { freezeReport } from '../../main/workflows/freezeReport.ts';
import { scanFolder } from '../../main/workflows/scanFolder.ts';
import { blurPart, layMosaic, type SmearMosaic, writeMosaic } from '../helpers/aSmearMosaic.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import {
  countDoubles,
  figuresOutside,
  type ScannedWhole,
  scanWholeSlide,
} from '../helpers/scanWholeSlide.ts';
import { damageStoredTile } from '../unit/slides/aPyramid.ts';

let compute: ComputeClient;
let finder: Awaited<ReturnType<typeof openCellFinder>>;
let folder: string;
let modelFolder: string;
let drawn: SmearMosaic;

/** Width of a red cell on the drawn slide: an objective of 40x at 0.3 µm a pixel. */
const drawnRedCellPx = 24;

/** A part of the drawn smear that is out of focus: one whole field and more. */
const blurredPart = { xPx: 1200, yPx: 1200, widthPx: 1650, heightPx: 1650 };

beforeAll(async () => {
  compute = createComputeClient();
  finder = await openCellFinder(await findCellFinderFolder());
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

const scan = (name: string, changes: Partial<ScanSlideRequest> = {}): Promise<ScannedWhole> =>
  scanWholeSlide(compute, { slidePath: join(folder, name), modelFolder, ...changes });

test('a whole slide is searched by its smear alone, and finds the cells that a search in one go finds, each once', async () => {
  const scanned = await scan('drawn.tif');
  expect(scanned).toMatchObject({ fieldKind: 'region', failures: [], leftOut: [], warnings: [] });
  expect(countDoubles(scanned.onSlide)).toBe(0);
  const { cells: inOneGo } = await detectCells(drawn.pixels, finder, {
    redCellDiameterPx: scanned.redCellDiameterPx,
  });
  const asOne = computeDetectionFigures([matchBoxes(inOneGo, drawn.whiteCells)]);
  const byFields = figuresOutside([], scanned, drawn.whiteCells);
  // drawn platelets have scores about the threshold, and another grid of pixels moves some over it: five points
  expect(byFields.recall).toBeGreaterThanOrEqual(asOne.recall - 0.01);
  expect(byFields.precision).toBeGreaterThanOrEqual(asOne.precision - 0.05);
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
  const outside = (one: ScannedWhole) =>
    figuresOutside([...scanned.leftOut, blurredPart], one, drawn.whiteCells);
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
  const outside = (one: ScannedWhole) => figuresOutside([around], one, drawn.whiteCells);
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

test('a scan tells fields of candidates, or cells of its goal, and can be stopped between two fields', async () => {
  const slide = { name: 'drawn.tif', path: join(folder, 'drawn.tif'), kind: 'image-file' } as const;
  const request = { slide, modelFolder, redCellDiameterPx: undefined };
  const seen: ComputeProgress[] = [];
  const controller = new AbortController();
  const stopped = compute.run('scanSlide', request, {
    signal: controller.signal,
    onProgress: (progress) => {
      seen.push(progress);
      if (progress.done === 2) controller.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen.slice(0, 2)).toMatchObject([{ done: 1 }, { done: 2 }]);
  expect(seen[0]?.detail).toMatch(/^x\d{6} y\d{6}$/);
  const towards: ComputeProgress[] = [];
  await compute.run('scanSlide', { ...request, cellGoal: 100 }, { onProgress: (one) => towards.push(one) });
  expect(towards.at(-1)).toMatchObject({ done: 100, total: 100 });
});

test('a slide that is out of focus everywhere has no cell, and says why', async () => {
  const { widthPx, heightPx } = drawn.pixels;
  const everywhere = { xPx: 0, yPx: 0, widthPx, heightPx };
  await writeMosaic(await blurPart(drawn, everywhere, 0.3 * drawnRedCellPx), join(folder, 'vague.tif'), 0.3);
  const vague = await scan('vague.tif');
  expect(vague).toMatchObject({ fields: [], cells: [] });
  expect(vague.leftOut).toHaveLength(vague.candidateFieldCount);
  expect(vague.warnings.at(-1)).toMatch(/^All \d+ regions of vague\.tif .* out of focus/);
});

test('a scale at which no cell could be told, or no slide glass be so large, is refused', async () => {
  await expect(scan('drawn.tif', { pixelSizeUm: 5 })).rejects.toMatchObject({
    code: 'scale-unknown',
    message: expect.stringContaining('a red cell is only 1.4 px wide'),
  });
});

test('a folder with a whole slide becomes cells, reviews and a report that say where and how large', async () => {
  const slides = join(folder, 'slides');
  await mkdir(slides);
  await copyFile(join(folder, 'drawn.tif'), join(slides, 'drawn.tif'));
  const db = openDatabase(join(folder, 'lab.db'));
  try {
    const model = await chooseModel(modelFolder);
    const { signal } = new AbortController();
    const run = async (cellGoal: CellGoal | undefined) => {
      const request = {
        folder: slides,
        model,
        redCellDiameterPx: undefined,
        cellGoal,
        isSynthetic: true,
        signal,
      };
      const [outcome] = await scanFolder(db, compute, request);
      if (outcome === undefined || outcome.state === 'failed') throw new Error('The slide was not scanned');
      return outcome;
    };
    const some = await run(100);
    expect(some).toMatchObject({ state: 'scanned', fieldKind: 'region', cellGoal: 100, leftOutCount: 0 });
    expect(some.fieldCount).toBeLessThan(some.candidateFieldCount ?? 0);
    expect(await run(100)).toMatchObject({ state: 'already-scanned', cellCount: some.cellCount });
    const reviewed = listCells(db, some.slideId).slice(0, 20);
    for (const { id } of reviewed) appendReview(db, { cellId: id, reviewer: 'Ada', verdict: 'pro-b' });
    const all = await run(undefined);
    expect(all).toMatchObject({ state: 'scanned', cellGoal: undefined, fieldCount: all.candidateFieldCount });
    expect(await run(500)).toMatchObject({ state: 'already-scanned', cellCount: all.cellCount });
    expect(listCells(db, all.slideId).filter(({ verdict }) => verdict === 'pro-b')).toHaveLength(20);
    const { input } = await freezeReport(db, 'drawn.tif', {
      reviewer: { name: 'Ada', role: 'Haematologist', meaning: 'reviewed' },
      issuedAt: new Date().toISOString(),
      timeZone: undefined,
    });
    expect(input.slide).toMatchObject({ fieldKind: 'region', pixelSize: { origin: 'estimated' } });
    expect(input.limitations.at(-1)).toContain('estimated');
    expect(input.gallery).toHaveLength(24);
    for (const cell of input.gallery) {
      expect(cell.fieldName).toBe('slide');
      // a cell two to five red cells wide in a picture of twice the usual cell
      expect(cell.windowUm).toBeGreaterThan(12);
      expect(cell.windowUm).toBeLessThan(60);
      const { data } = await sharp(cell.jpeg)
        .extract({ left: 102, top: 102, width: 20, height: 20 })
        .raw()
        .toBuffer({ resolveWithObject: true });
      // the middle of a cell is darker than glass
      expect(data.reduce((sum, level) => sum + level, 0) / data.length).toBeLessThan(225);
    }
  } finally {
    db.close();
  }
});
