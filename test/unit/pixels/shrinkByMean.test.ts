import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { shrinkByMean } from '../../../main/pixels/shrinkByMean.ts';

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

test('an image is halved to the letter whatever its size', () => {
  const edge = fc.integer({ min: 1, max: 45 });
  fc.assert(
    fc.property(edge, edge, fc.integer({ min: 1, max: 97 }), (widthPx, heightPx, step) => {
      const image = aGrownImage(widthPx, heightPx, step);
      expect([...shrinkByMean(image, 2).data]).toEqual(halvedByHand(image));
    }),
  );
  // larger than what is worked on at once, with an odd last row and column
  const large = aGrownImage(1501, 301, 31);
  expect(Buffer.from(shrinkByMean(large, 2).data).equals(Buffer.from(halvedByHand(large)))).toBe(true);
});

function aGrownImage(widthPx: number, heightPx: number, step: number): RgbRaster {
  return {
    widthPx,
    heightPx,
    data: new Uint8Array(widthPx * heightPx * 3).map((_, at) => at * step + (at >> 5)),
  };
}

function halvedByHand({ widthPx, heightPx, data }: RgbRaster): number[] {
  const means: number[] = [];
  for (let y = 0; y < heightPx; y += 2)
    for (let x = 0; x < widthPx; x += 2)
      for (let channel = 0; channel < 3; channel += 1) {
        const values = [y, y + 1]
          .filter((row) => row < heightPx)
          .flatMap((row) =>
            [x, x + 1]
              .filter((column) => column < widthPx)
              .map((column) => data[(row * widthPx + column) * 3 + channel] ?? 0),
          );
        means.push(Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length + 0.5));
      }
  return means;
}

function cutColumns(image: RgbRaster, firstPx: number, widthPx: number): RgbRaster {
  const data = new Uint8Array(widthPx * image.heightPx * 3);
  for (let y = 0; y < image.heightPx; y += 1) {
    const from = (y * image.widthPx + firstPx) * 3;
    data.set(image.data.subarray(from, from + widthPx * 3), y * widthPx * 3);
  }
  return { widthPx, heightPx: image.heightPx, data };
}
