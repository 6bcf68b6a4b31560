import { expect, test } from 'vitest';
import { chooseMagnification, readScaled } from '../../../main/compute/readScaled.ts';
import { aPlaneSource, planeColour } from '../slides/aPlaneSource.ts';

const { signal } = new AbortController();

test.each([
  ['20x, 14.4 px a red cell, is read as it is', 14.4, 20, { level: 0, factor: 1, scale: 1 }],
  ['40x, for fields', 28.8, 20, { level: 0, factor: 1, scale: 1 }],
  ['40x, at mid power', 28.8, 5, { level: 1, factor: 1, scale: 4 }],
  ['an oil objective, for fields', 90, 20, { level: 1, factor: 1, scale: 4 }],
  ['between two levels the finer one is shrunk', 72, 20, { level: 0, factor: 3, scale: 3 }],
] as const)('the lowest magnification that still shows a red cell: %s', (_, widthPx, leastPx, expected) => {
  const { info } = aPlaneSource({ widthPx: 4096, heightPx: 4096, downsamples: [1, 4, 16] });
  expect(chooseMagnification(info, { widthPx, leastPx })).toEqual(expected);
});

test('a region is read at its place, at any magnification, and covers what was asked for', async () => {
  const source = aPlaneSource({ widthPx: 3000, heightPx: 2000, downsamples: [1, 2] });
  const box = { xPx: 1001, yPx: 503, widthPx: 600, heightPx: 400 };
  for (const at of [
    { level: 0, factor: 1, scale: 1 },
    { level: 0, factor: 3, scale: 3 },
    { level: 1, factor: 2, scale: 4 },
  ]) {
    const { pixels, xPx, yPx, scale } = await readScaled(source, { box, at }, signal);
    expect(xPx).toBeLessThanOrEqual(1001);
    expect(xPx).toBeGreaterThan(1001 - scale);
    expect(xPx + pixels.widthPx * scale).toBeGreaterThanOrEqual(1601);
    for (const [x, y] of [
      [0, 0],
      [pixels.widthPx - 1, pixels.heightPx - 1],
    ] as const) {
      const [red, green] = planeColour(xPx + (x + 0.5) * scale, yPx + (y + 0.5) * scale);
      const at = (y * pixels.widthPx + x) * 3;
      // a pixel is the mean of a few, and a step of colour is 16 full-resolution pixels wide
      expect(Math.abs((pixels.data[at] ?? 0) - red)).toBeLessThanOrEqual(1);
      expect(Math.abs((pixels.data[at + 1] ?? 0) - green)).toBeLessThanOrEqual(1);
    }
  }
});

test('a large part is read a block at a time and put together without a seam', async () => {
  const source = aPlaneSource({ widthPx: 5000, heightPx: 4500 });
  const at = { level: 0, factor: 7, scale: 7 };
  const { pixels } = await readScaled(
    source,
    { box: { xPx: 0, yPx: 0, widthPx: 4900, heightPx: 4410 }, at },
    signal,
  );
  expect([pixels.widthPx, pixels.heightPx]).toEqual([700, 630]);
  expect(source.regions).toHaveLength(4);
  for (const { widthPx, heightPx } of source.regions)
    expect(widthPx * heightPx).toBeLessThanOrEqual(4096 ** 2);
  for (const x of [584, 585, 586]) // blocks meet at 585
    expect(Math.abs((pixels.data[x * 3] ?? 0) - (planeColour((x + 0.5) * 7, 0)[0] ?? 0))).toBeLessThanOrEqual(
      1,
    );
});

test('damaged parts are white and named in slide pixels, whatever the magnification', async () => {
  const source = aPlaneSource({
    ...{ widthPx: 2048, heightPx: 2048, downsamples: [1, 4], tilePx: 256 },
    damaged: [{ level: 1, column: 1, row: 0 }],
  });
  const whole = { xPx: 0, yPx: 0, widthPx: 2048, heightPx: 2048 };
  const region = await readScaled(source, { box: whole, at: { level: 1, factor: 2, scale: 8 } }, signal);
  expect(region.damaged).toEqual([{ xPx: 1024, yPx: 0, widthPx: 1024, heightPx: 1024 }]);
  expect(region.pixels.data[(10 * 256 + 200) * 3]).toBe(255);
  expect(region.pixels.data[(10 * 256 + 20) * 3]).toBeLessThan(255);
});
