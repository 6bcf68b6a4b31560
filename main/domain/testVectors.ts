import { z } from 'zod';
import { type CellClass, type ClassProbabilities, cellClasses } from './cellClass.ts';
import { fractionSchema } from './modelCardParts.ts';
import { createRandom } from './randomNumbers.ts';
import type { RgbRaster } from './raster.ts';

/** What a model gives for a picture that every program draws alike. */
export const testVectorSchema = z.object({
  seed: z.int().nonnegative(),
  edgePx: z.int().min(32).max(1024),
  /** SHA-256 of the picture's pixels: tells another picture from another model */
  pixelsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  probabilities: z.record(z.enum(cellClasses), fractionSchema),
});
export type TestVector = Readonly<z.infer<typeof testVectorSchema>>;

/** Test vectors of a set of weights, as they lie beside it. */
export const testVectorsSchema = z.object({
  schemaVersion: z.literal(1),
  /** of the weights that gave them */
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  vectors: z.array(testVectorSchema).min(4).max(64),
});
export type TestVectors = Readonly<z.infer<typeof testVectorsSchema>>;

/** Pictures that vectors are made of. */
export const testPictures = Array.from({ length: 8 }, (_, at) => ({ seed: at + 1, edgePx: 224 }));

/** How far probabilities may lie apart: float32 on another processor or another TensorFlow, a pixel in ten thousand that another
 *  version of the program rounds the other way (0.0012 where the model is undecided); not another model. */
export const testVectorTolerance = 5e-3;

/** Draws a picture like a smear: discs of red and violet on a pale ground, with noise. Whole numbers and plain
 *  arithmetic only, so that every machine draws the same bytes; it shows no patient. */
export function drawTestPicture(seed: number, edgePx: number): RgbRaster {
  const random = createRandom(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const data = new Uint8Array(edgePx * edgePx * 3);
  const ground = [whole(215, 245), whole(200, 235), whole(210, 245)];
  for (let at = 0; at < data.length; at += 1) data[at] = (ground[at % 3] ?? 0) - whole(0, 9);
  const disc = (radiusPx: number, colour: readonly number[]) => {
    const [x, y] = [whole(0, edgePx - 1), whole(0, edgePx - 1)];
    for (let row = Math.max(0, y - radiusPx); row <= Math.min(edgePx - 1, y + radiusPx); row += 1)
      for (let column = Math.max(0, x - radiusPx); column <= Math.min(edgePx - 1, x + radiusPx); column += 1)
        if ((row - y) ** 2 + (column - x) ** 2 <= radiusPx ** 2)
          for (const channel of [0, 1, 2])
            data[(row * edgePx + column) * 3 + channel] = Math.max(0, (colour[channel] ?? 0) - whole(0, 15));
  };
  const unit = Math.max(1, Math.floor(edgePx / 22));
  for (let cell = whole(25, 45); cell > 0; cell -= 1)
    disc(unit, [whole(195, 225), whole(130, 170), whole(140, 180)]);
  for (let cell = whole(1, 6); cell > 0; cell -= 1)
    disc(whole(unit, 3 * unit), [whole(70, 140), whole(30, 90), whole(110, 180)]);
  return { widthPx: edgePx, heightPx: edgePx, data };
}

/** The first vector that a model does not give any more, for people; undefined when all come out. */
export function findVectorDifference(
  wanted: readonly TestVector[],
  found: readonly TestVector[],
): string | undefined {
  for (const [at, vector] of wanted.entries()) {
    const other = found[at];
    const name = `test vector ${at + 1} of ${wanted.length}`;
    if (other === undefined) return `${name} was not computed`;
    if (other.pixelsSha256 !== vector.pixelsSha256)
      return `this program draws another picture for ${name}: it is not the program that the model was made for`;
    const differing = cellClasses.find((one) => !isClose(vector.probabilities, other.probabilities, one));
    if (differing !== undefined)
      return (
        `${name} gives ${other.probabilities[differing].toFixed(4)} for ${differing} and ought to give ` +
        `${vector.probabilities[differing].toFixed(4)} (tolerance ${testVectorTolerance})`
      );
  }
  return undefined;
}

function isClose(wanted: ClassProbabilities, found: ClassProbabilities, cellClass: CellClass): boolean {
  return Math.abs(wanted[cellClass] - found[cellClass]) <= testVectorTolerance;
}
