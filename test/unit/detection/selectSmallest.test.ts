import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectSmallest } from '../../../main/detection/selectSmallest.ts';

test('the value at a place is the one that sorting would put there', () => {
  const values = fc.float32Array({ minLength: 1, maxLength: 200, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 0.999, noNaN: true }), (some, share) => {
      const place = Math.floor(share * some.length);
      const before = some.slice();
      // 0 and -0 are the same
      expect(selectSmallest(some, place) === some.toSorted()[place]).toBe(true);
      expect(some).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

test('many of the same value, and none at all', () => {
  expect(selectSmallest(new Float32Array(1000).fill(3), 500)).toBe(3);
  expect(selectSmallest(new Float32Array(0), 0)).toBeUndefined();
});
