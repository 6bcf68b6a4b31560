import type { RgbRaster } from '../domain/raster.ts';
import type { CellFinder } from './cellFinder.ts';
import { createFieldPyramid } from './fieldPyramid.ts';
import { measureScale } from './measureScale.ts';

/** The ruler: median width of the red cells in a field, field pixels (a red cell is about 7.2 µm wide).
 *  @returns undefined when fewer than three whole red cells were seen; never a guess */
export function estimateRedCellDiameter(field: RgbRaster, finder: CellFinder): number | undefined {
  return measureScale(createFieldPyramid(field), finder).redCellDiameterPx;
}
