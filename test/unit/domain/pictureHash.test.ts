import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  listNearBefore,
  nearPictureDistance,
  packHashes,
  pictureDistance,
} from '../../../main/domain/pictureHash.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { computePictureHash } from '../../../main/pixels/computePictureHash.ts';
import { resampleWindow } from '../../../main/pixels/resample.ts';

/** A picture of soft blotches, another one for each seed. */
function aPicture(seed: number, size = { widthPx: 120, heightPx: 90 }): RgbRaster {
  const random = createRandom(seed);
  const coarse = {
    widthPx: 20,
    heightPx: 15,
    data: Uint8Array.from({ length: 900 }, () => 60 + random() * 150),
  };
  return resampleWindow(coarse, { xPx: 0, yPx: 0, widthPx: 20, heightPx: 15 }, size);
}

const changed = (picture: RgbRaster, change: (value: number, at: number) => number): RgbRaster => ({
  ...picture,
  data: picture.data.map(change),
});

test('a picture that was brightened, dimmed, resized or grained is near itself, another one is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const picture = aPicture(seed);
      const random = createRandom(seed + 1);
      const whole = { xPx: 0, yPx: 0, widthPx: 120, heightPx: 90 };
      for (const other of [
        changed(picture, (value) => value * 0.8 + 20),
        changed(picture, (value) => value + random() * 8 - 4),
        resampleWindow(picture, whole, { widthPx: 64, heightPx: 64 }),
      ])
        expect(pictureDistance(computePictureHash(picture), computePictureHash(other))).toBeLessThan(
          nearPictureDistance,
        );
      const another = computePictureHash(aPicture(seed + 7));
      expect(pictureDistance(computePictureHash(picture), another)).toBeGreaterThan(2 * nearPictureDistance);
    }),
    { numRuns: 50 },
  );
});

test('two flat pictures are not told to be alike, nor two cells on black', () => {
  const flat = (shade: number) => ({ widthPx: 40, heightPx: 40, data: new Uint8Array(4800).fill(shade) });
  expect(pictureDistance(computePictureHash(flat(10)), computePictureHash(flat(200)))).toBe(1);
  const onBlack = (seed: number) => {
    const cell = aPicture(seed, { widthPx: 60, heightPx: 60 });
    const data = new Uint8Array(120 * 120 * 3);
    for (let y = 0; y < 60; y += 1)
      data.set(cell.data.subarray(y * 180, (y + 1) * 180), ((y + 30) * 120 + 30) * 3);
    return computePictureHash({ widthPx: 120, heightPx: 120, data });
  };
  expect(pictureDistance(onBlack(1), onBlack(2))).toBeGreaterThan(nearPictureDistance);
});

test('the search of all pairs finds what comparing each pair finds', () => {
  const seeds = [1, 2, 3, 1, 4, 2];
  const hashes = seeds.map((seed, at) =>
    computePictureHash(changed(aPicture(seed), (value) => value * (1 - at / 40))),
  );
  const packed = packHashes(hashes);
  const found = hashes.flatMap((_, at) => listNearBefore(packed, at));
  expect(found.map(({ first, second }) => [first, second])).toEqual([
    [0, 3],
    [1, 5],
  ]);
  for (const { first, second, distance } of found) {
    const [a, b] = [hashes[first], hashes[second]];
    if (a === undefined || b === undefined) throw new Error('No such hash');
    expect(distance).toBe(pictureDistance(a, b));
  }
});
