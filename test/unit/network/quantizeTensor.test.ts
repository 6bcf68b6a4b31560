import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteRange, quantizeBias, quantizeKernel } from '../../../main/network/quantizeTensor.ts';

test('each filter is rounded by its own largest weight, and put in the order of ONNX', () => {
  // [height 1, width 2, inputs 2, filters 2]: at each place the first filter's weight, then the second's
  const kernel = Float32Array.of(1, 10, -2, 20, 3, -30, 4, 40);
  const { values, scales } = quantizeKernel(kernel, [1, 2, 2, 2]);
  expect([...scales]).toEqual([4 / 64, 40 / 64]);
  // [filters, inputs, height, width]: 1, 3, -2, 4 of the first filter, ten times that of the second but for its signs
  expect([...values]).toEqual([16, 48, -32, 64, 16, -48, 32, 64]);
});

test('a filter of zeros stays zeros, and its scale can be divided by', () => {
  const { values, scales } = quantizeKernel(Float32Array.of(0, 5, 0, -5), [1, 2, 1, 2]);
  expect([...values]).toEqual([0, 0, 64, -64]);
  expect(scales[0]).toBe(1);
});

test('what lies in the middle goes to the even neighbour, as ONNX rounds', () => {
  const { values } = quantizeKernel(Float32Array.of(64, 0.5, 1.5, 2.5, -0.5, -1.5), [1, 6, 1, 1]);
  expect([...values].map((value) => value + 0)).toEqual([64, 0, 2, 2, 0, -2]);
});

test('no weight is off by more than half a step of its filter, and none is beyond 64', () => {
  const weights = fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(weights, (numbers) => {
      const kernel = Float32Array.from(numbers);
      const { values, scales } = quantizeKernel(kernel, [3, 3, 1, 1]);
      const step = scales[0] ?? Number.NaN;
      return kernel.every((weight, i) => {
        const whole = values[i] ?? Number.NaN;
        // float32 division and product: a part in a million beyond half a step
        return Math.abs(whole) <= 64 && Math.abs(weight - whole * step) <= step * 0.500001;
      });
    }),
  );
});

test('a bias is counted in the steps of the sums that it is added to', () => {
  const { values, scales } = quantizeBias(
    Float32Array.of(1, -1, 1e12),
    0.5,
    Float32Array.of(0.25, 0.125, 0.125),
  );
  expect([...scales]).toEqual([0.125, 0.0625, 0.0625]);
  expect([...values]).toEqual([8, -16, 2 ** 31 - 1]);
});

test('bytes hold all of a range, and zero has one of its own', () => {
  const { scale, zeroPoint } = byteRange(-17, 1.25);
  expect(Number.isInteger(zeroPoint)).toBe(true);
  // to half a step: zero is moved onto a whole byte
  expect(-zeroPoint * scale).toBeLessThanOrEqual(-17 + scale / 2);
  expect((255 - zeroPoint) * scale).toBeGreaterThanOrEqual(1.25 - scale / 2);
  expect(byteRange(0, 5.1)).toMatchObject({ zeroPoint: 0, scale: Math.fround(5.1 / 255) });
  expect(byteRange(0, 0)).toEqual({ scale: 1, zeroPoint: 0 });
});
