import { expect, test } from 'vitest';
import { addDamage, readOverview } from '../../../main/compute/readOverview.ts';
import { aPlaneSource } from '../slides/aPlaneSource.ts';

const { signal } = new AbortController();

test.each([
  [
    'a pyramid, from a coarse level',
    { widthPx: 48_000, heightPx: 16_000, downsamples: [1, 4, 16, 64] },
    1500,
  ],
  ['a slide of one level, shrunk block by block', { widthPx: 6100, heightPx: 500 }, 1220],
  ['a small slide, as it is', { widthPx: 640, heightPx: 480 }, 640],
] as const)('the overview of %s is at most 1500 px long', async (_, options, longest) => {
  const source = aPlaneSource(options);
  const { pixels, scale } = await readOverview(source, signal);
  expect(pixels.widthPx).toBe(longest);
  expect(pixels.widthPx * scale).toBeGreaterThanOrEqual(options.widthPx);
  expect(pixels.widthPx * scale).toBeLessThan(options.widthPx + 2 * scale);
  for (const { widthPx, heightPx } of source.regions)
    expect(widthPx * heightPx).toBeLessThanOrEqual(4096 ** 2);
});

test('a slide too large to be read whole, without a smaller copy, is refused before it is read', async () => {
  const source = aPlaneSource({ widthPx: 400_000, heightPx: 400_000 });
  await expect(readOverview(source, signal)).rejects.toMatchObject({
    code: 'image-too-large',
    message: expect.stringContaining('as a pyramid'),
  });
  expect(source.regions).toEqual([]);
});

test('what is damaged at low power is taken for smear, so that it is looked at from nearby', async () => {
  const source = aPlaneSource({
    ...{ widthPx: 4096, heightPx: 4096, downsamples: [1, 4], tilePx: 256 },
    damaged: [{ level: 1, column: 2, row: 1 }],
  });
  const overview = await readOverview(source, signal);
  const { widthPx, heightPx } = overview.pixels;
  const nothing = {
    widthPx,
    heightPx,
    isSmear: new Uint8Array(widthPx * heightPx),
    white: [240, 240, 240],
  } as const;
  const area = addDamage(nothing, overview);
  const count = area.isSmear.reduce((sum, one) => sum + one, 0);
  expect(count).toBe(256 * 256);
  expect(area.isSmear[300 * widthPx + 600]).toBe(1);
  expect(nothing.isSmear.some((one) => one === 1)).toBe(false);
});
