import { expect, test } from 'vitest';
import { listDeepZoomLevels } from '../../../main/domain/deepZoom.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { plainTiffHead } from '../../bench/plainTiffHead.ts';
import { quantile } from '../../bench/roundStatistics.ts';
import { listViewerWalk } from '../../bench/viewerWalk.ts';

const slide = { widthPx: 20_000, heightPx: 12_000 };

test('a walk is the same for the same seed, asks for no tile twice, and only for tiles that are there', () => {
  const walk = { slide, tilePx: 256, tileCount: 1500, seed: 3 };
  const tiles = listViewerWalk(walk);
  expect(listViewerWalk(walk)).toEqual(tiles);
  expect(listViewerWalk({ ...walk, seed: 4 })).not.toEqual(tiles);
  expect(tiles).toHaveLength(1500);
  expect(new Set(tiles.map((tile) => JSON.stringify(tile))).size).toBe(1500);
  const levels = listDeepZoomLevels(slide, 256);
  for (const { level, column, row } of tiles) {
    expect(column).toBeLessThan(levels[level]?.columns ?? 0);
    expect(row).toBeLessThan(levels[level]?.rows ?? 0);
  }
  expect(new Set(tiles.map(({ level }) => level)).size).toBe(levels.length);
});

test('a walk over a small slide ends when all has been seen', () => {
  const tiles = listViewerWalk({
    slide: { widthPx: 900, heightPx: 700 },
    tilePx: 256,
    tileCount: 9999,
    seed: 1,
  });
  const all = listDeepZoomLevels({ widthPx: 900, heightPx: 700 }, 256);
  expect(tiles).toHaveLength(all.reduce((sum, { columns, rows }) => sum + columns * rows, 0));
});

test('of a hundred values the 95th smallest is p95', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([quantile(values, 0.95), quantile(values, 0.5), quantile([7], 0.95)]).toEqual([95, 50, 7]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test('a plain file that was written strip by strip reads as the image', async () => {
  const size = { widthPx: 5, heightPx: 7 };
  const pixels = Buffer.from(Array.from({ length: 5 * 7 * 3 }, (_, i) => i * 2));
  const read = await sharp(Buffer.concat([plainTiffHead(size, 3), pixels]))
    .raw()
    .toBuffer();
  expect(read).toEqual(pixels);
});
