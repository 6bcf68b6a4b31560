import type { RgbRaster } from '../domain/raster.ts';
import { pyramidOf } from '../pixels/fieldPyramid.ts';
import { areAlike } from './areAlike.ts';
import type { CellFinder } from './cellFinder.ts';
import { measureScale } from './measureScale.ts';

/** Two measurements that differ by less are of the same cells at the same scale. */
const agreeingFactor = 1.1;

/** What a red cell is supposed to be wide in the next field of a camera: what two fields have come to, each by itself. With
 *  one alone, or where they do not agree, nothing is: an odd first field must not lead the others.
 *  @param measuredPx so far, in the order of the fields */
export function supposedDiameter(measuredPx: readonly number[]): number | undefined {
  const [first, second] = measuredPx;
  if (first === undefined || second === undefined) return undefined;
  return areAlike([first, second], agreeingFactor) ? Math.sqrt(first * second) : undefined;
}

/** Three fields that lie so close together are as good as five. */
const settledFactor = 1.05;

/** Whether more fields would tell nothing new. @param measuredPx so far */
export function isRulerSettled(measuredPx: readonly number[]): boolean {
  return measuredPx.length >= 3 && areAlike(measuredPx, settledFactor);
}

/** The ruler: median width of the red cells in a field, field pixels (a red cell is about 7.2 µm wide).
 *  @param supposedPx what it was in another field of the same camera, if known
 *  @returns undefined when fewer than three whole red cells were seen; never a guess */
export async function estimateRedCellDiameter(
  field: RgbRaster,
  finder: CellFinder,
  supposedPx?: number,
): Promise<number | undefined> {
  return (await measureScale(pyramidOf(field), finder, supposedPx)).redCellDiameterPx;
}
