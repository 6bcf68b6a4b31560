import { expect, test } from 'vitest';
import { resamplePlane, resampleWindow } from '../../../main/pixels/resample.ts';

function aRamp(widthPx: number, heightPx: number) {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) data.set([x * 10, y * 10, 100], (y * widthPx + x) * 3);
  return { widthPx, heightPx, data };
}

test('a window of the same size is copied to the letter', () => {
  const ramp = aRamp(7, 5);
  expect(resampleWindow(ramp, { xPx: 0, yPx: 0, widthPx: 7, heightPx: 5 }, ramp)).toEqual(ramp);
});

test('halving keeps the mean of a flat channel and the slope of a ramp', () => {
  const half = resampleWindow(
    aRamp(20, 20),
    { xPx: 0, yPx: 0, widthPx: 20, heightPx: 20 },
    { widthPx: 10, heightPx: 10 },
  );
  expect(half.data[(5 * 10 + 5) * 3]).toBe(105);
  expect(half.data[(5 * 10 + 5) * 3 + 2]).toBe(100);
});

test('what lies beyond the field is its mirror image', () => {
  const out = resampleWindow(
    aRamp(8, 8),
    { xPx: -2, yPx: 0, widthPx: 4, heightPx: 4 },
    { widthPx: 4, heightPx: 4 },
  );
  expect([...out.data.filter((_, i) => i % 3 === 0)].slice(0, 4)).toEqual([20, 10, 0, 10]);
});

test('a plane comes out as it would within its image', () => {
  const [widthPx, heightPx] = [37, 23];
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => (at * 7919) % 251);
  const green = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => data[at * 3 + 1] ?? 0);
  const window = { xPx: -2.3, yPx: 4.1, widthPx: 31.7, heightPx: 20.2 };
  for (const size of [
    { widthPx: 9, heightPx: 7 },
    { widthPx: 60, heightPx: 50 },
  ]) {
    const whole = resampleWindow({ widthPx, heightPx, data }, window, size).data;
    const plane = resamplePlane({ widthPx, heightPx, data: green }, window, size);
    expect(plane).toEqual(whole.filter((_, at) => at % 3 === 1));
  }
});
