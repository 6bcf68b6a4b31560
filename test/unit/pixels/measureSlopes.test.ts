import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { measureSlopes } from '../../../main/pixels/measureSlopes.ts';

const kernel = [1, 4, 6, 4, 1].map((weight) => weight / 16);

test('slopes are those of the plane, and of the plane blurred across and down', () => {
  const edge = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(edge, edge, fc.integer(), (widthPx, heightPx, seed) => {
      const random = createRandom(seed);
      const data = Uint8Array.from({ length: widthPx * heightPx }, () => random() * 256);
      const level = (x: number, y: number) => data[y * widthPx + x] ?? Number.NaN;
      const blurred = (x: number, y: number) =>
        kernel.reduce(
          (sum, down, j) =>
            sum + kernel.reduce((row, across, i) => row + down * across * level(x + i - 2, y + j - 2), 0),
          0,
        );
      const slopesOf = (value: (x: number, y: number) => number) => {
        const slopes: number[] = [];
        for (let y = 3; y < heightPx - 3; y += 1)
          for (let x = 3; x < widthPx - 3; x += 1)
            slopes.push((value(x + 1, y) - value(x - 1, y)) ** 2 + (value(x, y + 1) - value(x, y - 1)) ** 2);
        return slopes;
      };
      const { sharp, blurred: soft } = measureSlopes({ widthPx, heightPx, data });
      // whole numbers below 2^24: exact
      expect([...sharp]).toEqual(slopesOf(level));
      const expected = slopesOf(blurred);
      expect(soft.length).toBe(widthPx > 6 && heightPx > 6 ? expected.length : 0);
      // float32 rounds the squares
      for (const [at, slope] of soft.entries())
        expect(slope / (expected[at] || 1)).toBeCloseTo(expected[at] ? 1 : 0, 5);
    }),
    { numRuns: 100 },
  );
});
