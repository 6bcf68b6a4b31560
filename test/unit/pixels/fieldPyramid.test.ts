import { expect, test } from 'vitest';
import { pyramidOf } from '../../../main/pixels/fieldPyramid.ts';
import { resampleWindow } from '../../../main/pixels/resample.ts';

/** A field whose red falls from left to right and green from top to bottom. */
function aSlope(widthPx: number, heightPx: number) {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1)
      data.set([255 - (200 * x) / widthPx, 255 - (200 * y) / heightPx, 90], (y * widthPx + x) * 3);
  return { widthPx, heightPx, data };
}

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

test('every level may be painted over, and the field stays as it is', () => {
  const field = aSlope(64, 48);
  const whole = { xPx: 0, yPx: 0, widthPx: 64, heightPx: 48 };
  const painted: number[] = [];
  const grey = pyramidOf(field).painted((level) => {
    painted.push(level.widthPx);
    return { ...level, data: new Uint8Array(level.data.length).fill(77) };
  });
  const look = () => new Set(grey.resample(whole, { widthPx: 16, heightPx: 12 }).data);
  expect([look(), look()]).toEqual([new Set([77]), new Set([77])]);
  expect(painted).toEqual([16]);
  expect(pyramidOf(field).resample(whole, { widthPx: 64, heightPx: 48 })).toEqual(field);
});
