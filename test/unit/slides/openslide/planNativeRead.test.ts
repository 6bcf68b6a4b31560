import { expect, test } from 'vitest';
import { planNativeReads } from '../../../../main/slides/openslide/planNativeRead.ts';

function aLevel(downsample: number) {
  return { widthPx: 5000, heightPx: 3000, downsample, tileWidthPx: 256, tileHeightPx: 256 };
}

test('a region at full resolution is one read of itself', () => {
  const region = { level: 0, xPx: 13, yPx: 7, widthPx: 100, heightPx: 50 };
  expect(planNativeReads(region, aLevel(1))).toEqual([
    {
      native: { level: 0, fullXPx: 13, fullYPx: 7, widthPx: 100, heightPx: 50 },
      wanted: region,
      fromX: 0,
      fromY: 0,
    },
  ]);
});

test('what lies beyond the level is not read', () => {
  const reads = planNativeReads({ level: 0, xPx: -50, yPx: 2990, widthPx: 100, heightPx: 50 }, aLevel(1));
  expect(reads.map(({ wanted }) => wanted)).toEqual([
    { level: 0, xPx: 0, yPx: 2990, widthPx: 50, heightPx: 10 },
  ]);
  expect(planNativeReads({ level: 0, xPx: 5000, yPx: 0, widthPx: 9, heightPx: 9 }, aLevel(1))).toEqual([]);
});

test('a read begins at a pixel whose full coordinate is whole, and the rest is cut off', () => {
  // 62 pixels of this level are 249 of the full resolution
  const [read] = planNativeReads(
    { level: 2, xPx: 130, yPx: 62, widthPx: 10, heightPx: 10 },
    aLevel(249 / 62),
  );
  expect(read).toMatchObject({
    native: { fullXPx: 498, fullYPx: 249, widthPx: 16, heightPx: 10 },
    wanted: { xPx: 130, yPx: 62, widthPx: 10, heightPx: 10 },
    fromX: 6,
    fromY: 0,
  });
});

test('a large region is read in pieces that cover it once', () => {
  const reads = planNativeReads({ level: 0, xPx: 100, yPx: 0, widthPx: 4900, heightPx: 3000 }, aLevel(1));
  const area = reads.reduce((sum, { wanted }) => sum + wanted.widthPx * wanted.heightPx, 0);
  expect(area).toBe(4900 * 3000);
  expect(new Set(reads.map(({ wanted }) => `${wanted.xPx} ${wanted.yPx}`)).size).toBe(6);
});
