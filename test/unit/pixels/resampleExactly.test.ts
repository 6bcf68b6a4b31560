import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PixelBox } from '../../../main/domain/cell.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { resampleWindow } from '../../../main/pixels/resample.ts';

function aNoisyImage(widthPx: number, heightPx: number, seed = 1): RgbRaster {
  const random = createRandom(seed);
  return {
    widthPx,
    heightPx,
    data: Uint8Array.from({ length: widthPx * heightPx * 3 }, () => random() * 256),
  };
}

/** Weights by source index of one output pixel along an axis: the triangle of the docstring, in float64. */
function weigh(at: number, start: number, step: number, length: number): ReadonlyMap<number, number> {
  const support = Math.max(1, step);
  const centre = start + (at + 0.5) * step - 0.5;
  const weights = new Map<number, number>();
  for (let index = Math.ceil(centre - support); index < centre + support; index += 1) {
    let within = index;
    while (length > 1 && (within < 0 || within >= length))
      within = within < 0 ? -within : 2 * (length - 1) - within;
    const place = length === 1 ? 0 : within;
    weights.set(place, (weights.get(place) ?? 0) + 1 - Math.abs(index - centre) / support);
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return new Map([...weights].map(([index, weight]) => [index, weight / sum]));
}

/** The value of one channel of one output pixel, not rounded. */
function valueAt(
  source: RgbRaster,
  window: PixelBox,
  size: { readonly widthPx: number; readonly heightPx: number },
  at: { readonly x: number; readonly y: number; readonly channel: number },
): number {
  const columns = weigh(at.x, window.xPx, window.widthPx / size.widthPx, source.widthPx);
  const rows = weigh(at.y, window.yPx, window.heightPx / size.heightPx, source.heightPx);
  let value = 0;
  for (const [y, down] of rows)
    for (const [x, across] of columns)
      value += down * across * (source.data[(y * source.widthPx + x) * 3 + at.channel] ?? 0);
  return value;
}

/** Levels by which a result is farther from the exact value than rounding takes it. */
function worstError(source: RgbRaster, window: PixelBox, size: { widthPx: number; heightPx: number }) {
  const { data } = resampleWindow(source, window, size);
  let worst = 0;
  for (let y = 0; y < size.heightPx; y += 1)
    for (let x = 0; x < size.widthPx; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const exact = valueAt(source, window, size, { x, y, channel });
        const error = Math.abs((data[(y * size.widthPx + x) * 3 + channel] ?? 0) - exact);
        worst = Math.max(worst, error - 0.5);
      }
  return worst;
}

/** Sums of some hundred products in float32, of levels up to 255: seven digits, less three. */
const tolerance = 0.005;

test('every value is the weighted mean of the formula, inside the image and beyond its edges', () => {
  const edge = fc.integer({ min: 1, max: 24 });
  const shift = fc.double({ min: -30, max: 30, noNaN: true });
  const length = fc.double({ min: 0.5, max: 60, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({ widthPx: edge, heightPx: edge }),
      fc.record({ xPx: shift, yPx: shift, widthPx: length, heightPx: length }),
      fc.record({ widthPx: edge, heightPx: edge }),
      (image, window, size) => {
        expect(worstError(aNoisyImage(image.widthPx, image.heightPx), window, size)).toBeLessThan(tolerance);
      },
    ),
    { numRuns: 60 },
  );
});

test('an image of which few rows fit into the kernels’ memory at once comes out the same', () => {
  // a row of 120,000 bytes: two fit, and a row of the result is made of 74
  const wide = aNoisyImage(40_000, 37);
  const whole = { xPx: 0, yPx: 0, widthPx: 40_000, heightPx: 37 };
  expect(worstError(wide, whole, { widthPx: 3, heightPx: 1 })).toBeLessThan(0.05);
  const part = { xPx: 100, yPx: -8.5, widthPx: 39_000, heightPx: 52 };
  expect(worstError(wide, part, { widthPx: 2, heightPx: 5 })).toBeLessThan(0.05);
});

test('one that is worked on in many strips has no seams', () => {
  const tall = aNoisyImage(700, 900);
  const whole = { xPx: 0, yPx: 0, widthPx: 700, heightPx: 900 };
  expect(worstError(tall, whole, { widthPx: 20, heightPx: 310 })).toBeLessThan(tolerance);
  // the rows of a strip's end by themselves
  const rows = resampleWindow(tall, { ...whole, yPx: 120, heightPx: 60 }, { widthPx: 700, heightPx: 60 });
  expect(rows.data).toEqual(tall.data.subarray(120 * 2100, 180 * 2100));
});
