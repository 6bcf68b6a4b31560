import { expect, test } from 'vitest';
import { detectCells } from '../../../main/detection/detectCells.ts';
import { matchBoxes } from '../../../main/detection/matchBoxes.ts';
import { gridOfRedCells, paintedFinder, paintSmear } from './paintedSmear.ts';

/** A smear of 16 by 12 red-cell widths with three white cells, one of them cut by the field's edge. */
function aSmear(diameterPx: number) {
  const size = { widthPx: 16 * diameterPx, heightPx: 12 * diameterPx };
  const white = [
    [4, 7],
    [10, 3],
    [14.9, 8],
  ].map(([x = 0, y = 0]) => ({
    xPx: x * diameterPx,
    yPx: y * diameterPx,
    widthPx: 2 * diameterPx,
    heightPx: 2 * diameterPx,
  }));
  const smear = paintSmear(size, { white, red: gridOfRedCells(size, diameterPx, white) });
  const shown = white.map((box) => ({ ...box, widthPx: Math.min(box.widthPx, size.widthPx - box.xPx) }));
  return { smear, white: shown };
}

test.each([10, 20, 45, 80])('white cells are found where red cells are %i px wide', async (diameterPx) => {
  const { smear, white } = aSmear(diameterPx);
  const { cells, redCellDiameterPx } = await detectCells(smear, paintedFinder());
  expect(matchBoxes(cells, white, 0.8)).toMatchObject({ falsePositives: 0, missed: 0 });
  expect((redCellDiameterPx ?? 0) / diameterPx).toBeCloseTo(1, 1);
});

test('boxes end at the edge of the field', async () => {
  const { smear } = aSmear(20);
  for (const cell of (await detectCells(smear, paintedFinder())).cells) {
    expect(cell.xPx).toBeGreaterThanOrEqual(0);
    expect(cell.xPx + cell.widthPx).toBeLessThanOrEqual(smear.widthPx);
    expect(cell.yPx + cell.heightPx).toBeLessThanOrEqual(smear.heightPx);
  }
});

test('a large field is looked at in tiles, and a cell on the seam of two counts once', async () => {
  const size = { widthPx: 2000, heightPx: 800 };
  const white = Array.from({ length: 18 }, (_, i) => ({
    xPx: 30 + i * 107,
    yPx: 30 + i * 40,
    widthPx: 40,
    heightPx: 40,
  }));
  const finder = paintedFinder();
  const smear = paintSmear(size, { white });
  const { cells } = await detectCells(smear, finder, { redCellDiameterPx: 20 });
  expect(finder.lookedAt.length).toBeGreaterThan(2);
  expect(cells).toHaveLength(white.length);
  expect(matchBoxes(cells, white, 0.8)).toMatchObject({ falsePositives: 0, missed: 0 });
});

test('a known ruler is taken as it is, and nothing is measured', async () => {
  const { smear, white } = aSmear(20);
  const finder = paintedFinder();
  const found = await detectCells(smear, finder, { redCellDiameterPx: 21 });
  expect(found.redCellDiameterPx).toBe(21);
  expect(found.cells).toHaveLength(white.length);
  expect(finder.lookedAt).toHaveLength(1);
});

test('a cell cut out of its smear is found by its own size, without a ruler', async () => {
  const white = [{ xPx: 100, yPx: 90, widthPx: 200, heightPx: 200 }];
  const { cells, redCellDiameterPx } = await detectCells(
    paintSmear({ widthPx: 450, heightPx: 450 }, { white }),
    paintedFinder(),
  );
  expect(redCellDiameterPx).toBeUndefined();
  expect(matchBoxes(cells, white, 0.8)).toMatchObject({ falsePositives: 0, missed: 0 });
});

test.each([
  [1, 1],
  [3, 500],
  [9, 9],
  [700, 2],
])('an image of %i by %i px holds no cells and breaks nothing', async (widthPx, heightPx) => {
  const field = { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(200) };
  expect(await detectCells(field, paintedFinder())).toEqual({ cells: [], redCellDiameterPx: undefined });
});

test('platelets, below 0.6 red cells, and shadows above six are left out', async () => {
  const finder = { ...paintedFinder(), redCellPx: 20 };
  const { smear } = aSmear(20);
  expect((await detectCells(smear, finder, { redCellDiameterPx: 80 })).cells).toEqual([]);
});

test('a cancelled search ends with a LabError', async () => {
  const { smear } = aSmear(10);
  const search = detectCells(smear, paintedFinder(), { signal: AbortSignal.abort() });
  await expect(search).rejects.toMatchObject({ name: 'LabError', code: 'cancelled' });
});
