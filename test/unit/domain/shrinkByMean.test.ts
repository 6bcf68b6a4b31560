import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { shrinkByMean } from '../../../main/domain/shrinkByMean.ts';

test('each pixel is the mean of a square, at the edge of what is left of it', () => {
  // one channel of a 3 x 2 image at half its size: a whole square of four, and a half one of two
  const rows = [
    [10, 20, 100],
    [30, 42, 103],
  ];
  const data = new Uint8Array(rows.flat().flatMap((value) => [value, 0, 255]));
  const { widthPx, heightPx, data: means } = shrinkByMean({ widthPx: 3, heightPx: 2, data }, 2);
  expect({ widthPx, heightPx }).toEqual({ widthPx: 2, heightPx: 1 });
  expect([...means]).toEqual([26, 0, 255, 102, 0, 255]); // 25.5 and 101.5 rounded
});

test('an image of one colour keeps it whatever the size and the shrinking', () => {
  const edge = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(edge, edge, fc.integer({ min: 1, max: 50 }), (widthPx, heightPx, shrink) => {
      const image: RgbRaster = { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(201) };
      const small = shrinkByMean(image, shrink);
      expect([small.widthPx, small.heightPx]).toEqual([
        Math.ceil(widthPx / shrink),
        Math.ceil(heightPx / shrink),
      ]);
      expect(small.data.every((value) => value === 201)).toBe(true);
    }),
  );
});

test('tiles shrunk one by one are the image shrunk whole', () => {
  const image: RgbRaster = {
    widthPx: 64,
    heightPx: 8,
    data: new Uint8Array(64 * 8 * 3).map((_, i) => (i * 37) % 256),
  };
  const whole = shrinkByMean(image, 4);
  const left = shrinkByMean(cutColumns(image, 0, 32), 4);
  const right = shrinkByMean(cutColumns(image, 32, 32), 4);
  expect([...cutColumns(whole, 0, 8).data]).toEqual([...left.data]);
  expect([...cutColumns(whole, 8, 8).data]).toEqual([...right.data]);
});

function cutColumns(image: RgbRaster, firstPx: number, widthPx: number): RgbRaster {
  const data = new Uint8Array(widthPx * image.heightPx * 3);
  for (let y = 0; y < image.heightPx; y += 1) {
    const from = (y * image.widthPx + firstPx) * 3;
    data.set(image.data.subarray(from, from + widthPx * 3), y * widthPx * 3);
  }
  return { widthPx, heightPx: image.heightPx, data };
}
