import type { CellClass } from '../../../main/domain/cellClass.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';

/** Which classes the lab counts as blast-like. */
export function isBlastBySettings(classes: ClassSettings): (cellClass: CellClass) => boolean {
  return (cellClass) => classes[cellClass].isBlast;
}
