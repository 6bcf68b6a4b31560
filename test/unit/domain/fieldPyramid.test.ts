import { expect, test } from 'vitest';
import { pyramidOf } from '../../../main/domain/fieldPyramid.ts';
import { halveField } from '../../../main/domain/halveField.ts';
import { resampleWindow } from '../../../main/domain/resample.ts';

/** A field whose red falls from left to right and green from top to bottom. */
function aSlope(widthPx: number, heightPx: number) {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1)
      data.set([255 - (200 * x) / widthPx, 255 - (200 * y) / heightPx, 90], (y * widthPx + x) * 3);
  return { widthPx, heightPx, data };
}

test('half a field is the mean of its pixels by fours', () => {
  const data = Uint8Array.from([0, 10, 20, 4, 10, 20, 99, 99, 99, 8, 10, 20, 12, 10, 21, 99, 99, 99]);
  expect(halveField({ widthPx: 3, heightPx: 2, data })).toEqual({
    widthPx: 1,
    heightPx: 1,
    data: Uint8Array.of(6, 10, 20),
  });
});

test.each([1, 2.5, 7.3, 20])('a window shrunk %d times looks as if taken from the field itself', (shrink) => {
  const field = aSlope(333, 251);
  const window = { xPx: 31.5, yPx: 20, widthPx: 12 * shrink, heightPx: 10 * shrink };
  const size = { widthPx: 12, heightPx: 10 };
  const fromPyramid = pyramidOf(field).resample(window, size).data;
  const direct = resampleWindow(field, window, size).data;
  // rounding once a level
  const differences = fromPyramid.map((level, i) => Math.abs(level - (direct[i] ?? 0)));
  expect(Math.max(...differences)).toBeLessThanOrEqual(3);
});

test('a field of one pixel has no halves', () => {
  const field = { widthPx: 1, heightPx: 1, data: Uint8Array.of(1, 2, 3) };
  const whole = { xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 };
  expect(pyramidOf(field).resample(whole, { widthPx: 1, heightPx: 1 })).toEqual(field);
});
