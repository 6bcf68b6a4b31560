import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  computeTileBox,
  type DeepZoomLevel,
  findTileLevel,
  listDeepZoomLevels,
} from '../../../main/domain/deepZoom.ts';

const edge = fc.integer({ min: 1, max: 120_000 });
const slide = fc.record({ widthPx: edge, heightPx: edge });
const grid = fc.record({
  tilePx: fc.integer({ min: 32, max: 1024 }),
  overlapPx: fc.integer({ min: 0, max: 8 }),
});

const aTile = { level: 0, column: 0, row: 0, tilePx: 256, overlapPx: 0, quality: 85 };

test('levels halve, rounded up, down to one pixel, as OpenSlide counts them', () => {
  const levels = listDeepZoomLevels({ widthPx: 2220, heightPx: 2967 }, 254);
  // level_dimensions and level_tiles that openslide-python 1.4.3 prints for CMU-1-Small-Region.svs
  expect(levels.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [5, 6],
    [9, 12],
    [18, 24],
    [35, 47],
    [70, 93],
    [139, 186],
    [278, 371],
    [555, 742],
    [1110, 1484],
    [2220, 2967],
  ]);
  expect(levels.slice(-4).map(({ columns, rows }) => [columns, rows])).toEqual([
    [2, 2],
    [3, 3],
    [5, 6],
    [9, 12],
  ]);
});

test('sizes, tiles and boxes are those of OpenSlide whatever the slide', () => {
  fc.assert(
    fc.property(slide, grid, fc.gen(), (size, { tilePx, overlapPx }, gen) => {
      const levels = listDeepZoomLevels(size, tilePx);
      const level = gen(fc.constantFrom, ...levels);
      const column = gen(fc.integer, { min: 0, max: level.columns - 1 });
      const row = gen(fc.integer, { min: 0, max: level.rows - 1 });
      const box = computeTileBox(level, { ...aTile, tilePx, overlapPx, column, row });
      expect([box.xPx, box.widthPx]).toEqual(spanOfOpenSlide(column, level.columns, level.widthPx));
      expect([box.yPx, box.heightPx]).toEqual(spanOfOpenSlide(row, level.rows, level.heightPx));

      /** get_tile of DeepZoomGenerator; its tile ends beyond the level where the last is thinner than the overlap */
      function spanOfOpenSlide(t: number, tLimit: number, zLimit: number): readonly [number, number] {
        const before = overlapPx * Number(t !== 0);
        const after = overlapPx * Number(t !== tLimit - 1);
        const length = Math.min(tilePx, zLimit - tilePx * t) + before + after;
        const start = tilePx * t - before;
        return [start, Math.min(length, zLimit - start)];
      }
    }),
  );
});

test('tiles cover a level without gap, and without overlap no pixel twice', () => {
  fc.assert(
    fc.property(slide, grid, (size, { tilePx, overlapPx }) => {
      for (const level of listDeepZoomLevels(size, tilePx)) {
        expect(coverage(level, tilePx, 0)).toEqual({
          reach: level.widthPx,
          sum: level.widthPx,
          hasGap: false,
        });
        expect(coverage(level, tilePx, overlapPx)).toMatchObject({ reach: level.widthPx, hasGap: false });
      }
    }),
    { numRuns: 30 },
  );
});

function coverage(level: DeepZoomLevel, tilePx: number, overlapPx: number) {
  let reach = 0;
  let sum = 0;
  let hasGap = false;
  for (let column = 0; column < level.columns; column += 1) {
    const { xPx, widthPx } = computeTileBox(level, { ...aTile, tilePx, overlapPx, column });
    hasGap ||= xPx > reach;
    reach = xPx + widthPx;
    sum += widthPx;
  }
  return { reach, sum, hasGap };
}

test('the last level is the full resolution and the first a single pixel', () => {
  fc.assert(
    fc.property(slide, (size) => {
      const levels = listDeepZoomLevels(size, 256);
      expect(levels.at(-1)).toMatchObject({ ...size, downsample: 1 });
      expect(levels[0]).toMatchObject({ widthPx: 1, heightPx: 1 });
      for (const { widthPx, downsample } of levels)
        expect(widthPx).toBe(Math.ceil(size.widthPx / downsample));
    }),
  );
});

test('a tile that the slide does not have is refused with what it may be', () => {
  const size = { widthPx: 1000, heightPx: 600 };
  expect(findTileLevel(size, { ...aTile, level: 10, column: 3, row: 2 }).downsample).toBe(1);
  const wrong = [
    { level: 11 },
    { level: -1 },
    { level: 10, column: 4 },
    { level: 10, row: 3 },
    { level: 10, row: 0.5 },
    { column: Number.NaN },
    { tilePx: 8 },
    { tilePx: 100_000 },
    { overlapPx: 128 },
    { overlapPx: -1 },
    { quality: 0 },
    { quality: 101 },
  ];
  for (const part of wrong) {
    expect(() => findTileLevel(size, { ...aTile, ...part })).toThrow(
      expect.objectContaining({
        code: 'argument-invalid',
        message: expect.stringContaining('whole number from'),
      }),
    );
  }
});
