import { expect, test } from 'vitest';
import { findSmearArea, type SmearArea } from '../../../main/detection/findSmearArea.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';

type Colour = readonly [red: number, green: number, blue: number];
type Painter = (x: number, y: number) => Colour;

/** A low-power picture with the noise that is left when many pixels were averaged. */
function paint(painter: Painter, size = { widthPx: 200, heightPx: 150 }): RgbRaster {
  const random = createRandom(1);
  const data = new Uint8Array(size.widthPx * size.heightPx * 3);
  for (let y = 0; y < size.heightPx; y += 1)
    for (let x = 0; x < size.widthPx; x += 1)
      data.set(
        painter(x, y).map((level) => Math.min(255, Math.max(0, level + Math.round(random() * 2 - 1)))),
        (y * size.widthPx + x) * 3,
      );
  return { ...size, data };
}

const glass: Colour = [243, 243, 241];

/** Blood at 33 µm a pixel: seven red cells where they lie side by side, by chance more or fewer.
 *  @param thickness share of the glass that is covered; above 1 in layers */
function createBlood(thickness: number): Painter {
  const random = createRandom(5);
  return () => {
    const layers = countAtRandom(thickness * 7, random) / 7;
    return [243 * 0.8 ** layers, 243 * 0.6 ** layers, 241 * 0.68 ** layers];
  };
}

/** A number of things that lie about by chance, so many on average (Poisson). */
function countAtRandom(mean: number, random: () => number): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); count += 1) product *= random();
  return count;
}

function shareOf({ isSmear }: SmearArea): number {
  return isSmear.reduce((sum, one) => sum + one, 0) / isSmear.length;
}

function isSmearAt({ isSmear, widthPx }: SmearArea, x: number, y: number): boolean {
  return isSmear[y * widthPx + x] === 1;
}

test.each([
  ['bright', glass],
  ['yellowish', [236, 234, 222]],
  ['dim', [170, 172, 170]],
  ['unscanned', [255, 255, 255]],
] as const)('glass alone, %s, holds no smear', (_, colour) => {
  expect(shareOf(findSmearArea(paint(() => colour)))).toBe(0);
});

test.each([
  ['thin', 0.08],
  ['one cell deep', 0.3],
  ['thick', 2],
] as const)('a picture that is all smear, %s, is all smear', (_, thickness) => {
  expect(shareOf(findSmearArea(paint(createBlood(thickness))))).toBeGreaterThan(0.99);
});

test('a smear on glass is found to its edge, thin end and all', () => {
  const bands = [2, 1, 0.5, 0.25, 0.1].map(createBlood);
  const area = findSmearArea(
    paint((x, y) => {
      if (x < 60 || x >= 160 || y < 40 || y >= 110) return glass;
      // thick at the left, thinner and thinner to the right
      return (bands[Math.floor((x - 60) / 20)] as Painter)(x, y);
    }),
  );
  // two pixels at each edge may go either way
  expect(shareOf(area)).toBeGreaterThan((96 * 66) / (200 * 150));
  expect(shareOf(area)).toBeLessThan((104 * 74) / (200 * 150));
  expect([isSmearAt(area, 70, 75), isSmearAt(area, 150, 75), isSmearAt(area, 30, 75)]).toEqual([
    ...[true, true, false],
  ]);
  expect(area.white.map((level) => Math.abs(level - 243) < 5)).toEqual([true, true, true]);
});

test('parts that the scanner left white do not turn the glass beside them into smear', () => {
  const blood = createBlood(0.6);
  const area = findSmearArea(
    paint((x, y) => {
      if (x < 100) return [255, 255, 255];
      return x >= 150 && y < 75 ? blood(x, y) : [228, 230, 229];
    }),
  );
  expect([isSmearAt(area, 50, 75), isSmearAt(area, 120, 75), isSmearAt(area, 175, 40)]).toEqual([
    ...[false, false, true],
  ]);
});

test('black frames, marker strokes and dust are no smear', () => {
  const area = findSmearArea(
    paint((x, y) => {
      if (x < 8 || x >= 192 || y < 8 || y >= 142) return [12, 10, 14];
      if (y >= 40 && y < 46) return [40, 70, 190];
      if (y >= 60 && y < 66) return [30, 140, 60];
      if (y >= 80 && y < 86) return [20, 20, 22];
      return (x === 70 || x === 71) && y === 120 ? [90, 80, 70] : glass;
    }),
  );
  // the soft edge of a stroke may leave a line
  expect(shareOf(area)).toBeLessThan(0.01);
});
