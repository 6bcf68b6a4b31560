import { describe, expect, test } from 'vitest';
import {
  estimateRedCellDiameter,
  isRulerSettled,
  supposedDiameter,
} from '../../../main/detection/estimateRedCellDiameter.ts';
import { gridOfRedCells, paintedFinder, paintSmear } from './paintedSmear.ts';

test.each([10, 14, 20, 33, 57, 97, 150])(
  'a smear whose red cells are %i px wide is measured so',
  async (diameterPx) => {
    const size = { widthPx: diameterPx * 10, heightPx: diameterPx * 8 };
    const smear = paintSmear(size, { red: gridOfRedCells(size, diameterPx) });
    const measured = (await estimateRedCellDiameter(smear, paintedFinder())) ?? 0;
    // the painted finder measures to a network pixel, a twentieth of a red cell
    expect(Math.abs(measured / diameterPx - 1)).toBeLessThan(0.08);
  },
);

test('without red cells there is no ruler, not a guessed one', async () => {
  const size = { widthPx: 300, heightPx: 200 };
  expect(await estimateRedCellDiameter(paintSmear(size, {}), paintedFinder())).toBeUndefined();
  const white = [{ xPx: 100, yPx: 50, widthPx: 60, heightPx: 60 }];
  expect(await estimateRedCellDiameter(paintSmear(size, { white }), paintedFinder())).toBeUndefined();
});

test('two red cells are too few to measure by', async () => {
  const red = [10, 80].map((xPx) => ({ xPx, yPx: 30, widthPx: 25, heightPx: 25 }));
  expect(
    await estimateRedCellDiameter(paintSmear({ widthPx: 150, heightPx: 100 }, { red }), paintedFinder()),
  ).toBeUndefined();
});

test('red cells cut by the edge of the field do not shorten the ruler', async () => {
  const size = { widthPx: 300, heightPx: 300 };
  const whole = gridOfRedCells(size, 30);
  const cut = [0, 60, 120, 180, 240].map((yPx) => ({ xPx: -14, yPx, widthPx: 30, heightPx: 30 }));
  const measured =
    (await estimateRedCellDiameter(paintSmear(size, { red: [...whole, ...cut] }), paintedFinder())) ?? 0;
  expect(Math.abs(measured / 30 - 1)).toBeLessThan(0.08);
});

describe('in the next field of a camera', () => {
  const size = { widthPx: 400, heightPx: 400 };
  const smear = paintSmear(size, { red: gridOfRedCells(size, 40) });
  const counted = () => {
    const finder = paintedFinder();
    let callCount = 0;
    return {
      count: () => callCount,
      finder: {
        ...finder,
        findCells: (image: Parameters<typeof finder.findCells>[0]) => {
          callCount += 1;
          return finder.findCells(image);
        },
      },
    };
  };

  test('the width is only measured once more where it is known', async () => {
    const { finder, count } = counted();
    expect(await estimateRedCellDiameter(smear, finder, 38)).toBeCloseTo(40, -1);
    expect(count()).toBe(1);
  });

  test('it is looked for where what was supposed is wrong', async () => {
    const { finder, count } = counted();
    expect(await estimateRedCellDiameter(smear, finder, 15)).toBeCloseTo(40, -1);
    expect(count()).toBeGreaterThan(3);
  });

  test('three that lie close together are enough', () => {
    expect(isRulerSettled([40, 41])).toBe(false);
    expect(isRulerSettled([40, 41, 41.9])).toBe(true);
    expect(isRulerSettled([40, 41, 44])).toBe(false);
    expect(isRulerSettled([40, 41, 44, 41])).toBe(false);
  });

  test('only what two fields agree on is supposed', () => {
    expect(supposedDiameter([])).toBeUndefined();
    expect(supposedDiameter([40])).toBeUndefined();
    expect(supposedDiameter([40, 84])).toBeUndefined();
    expect(supposedDiameter([40, 42, 90])).toBeCloseTo(41, 1);
  });
});
