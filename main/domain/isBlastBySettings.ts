import type { CellClass } from './cellClass.ts';
import type { ClassSettings } from './labSettings.ts';

/** Which classes the lab counts as blast-like. */
export function isBlastBySettings(classes: ClassSettings): (cellClass: CellClass) => boolean {
  return (cellClass) => classes[cellClass].isBlast;
}
