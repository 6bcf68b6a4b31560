import { type CellClass, cellClasses, isBlastLike } from './cellClass.ts';
import { noCounts } from './classCounts.ts';
import { clopperPearson, type Interval } from './clopperPearson.ts';

/** One row of the differential: n of the total, fraction 0..1 with its exact 95 % interval. */
export interface DifferentialRow {
  readonly cellClass: CellClass;
  readonly count: number;
  readonly fraction: number;
  readonly interval: Interval;
}

/** Counts by class over the counted cells of one slide. */
export interface Differential {
  readonly totalCount: number;
  readonly rows: readonly DifferentialRow[];
  readonly blastCount: number;
  readonly blastFraction: number;
  /** Clopper-Pearson, 95 %; its upper limit at zero blasts is the detection limit */
  readonly blastInterval: Interval;
}

/** The differential of a slide from the current class of each counted cell. The one function behind
 *  table, report, export and command line. With no cell every fraction is 0 and every interval is 0..1. */
export function computeDifferential(
  classes: readonly CellClass[],
  isBlast: (cellClass: CellClass) => boolean = isBlastLike,
): Differential {
  const counts = { ...noCounts };
  for (const cellClass of classes) counts[cellClass] += 1;
  return computeDifferentialOfCounts(counts, isBlast);
}

/** As `computeDifferential`, from the number of cells of each class. */
export function computeDifferentialOfCounts(
  counts: Readonly<Record<CellClass, number>>,
  isBlast: (cellClass: CellClass) => boolean = isBlastLike,
): Differential {
  const totalCount = cellClasses.reduce((sum, one) => sum + counts[one], 0);
  const rows = cellClasses.map((cellClass) => ({
    cellClass,
    count: counts[cellClass],
    fraction: share(counts[cellClass], totalCount),
    interval: clopperPearson(counts[cellClass], totalCount),
  }));
  const blastCount = cellClasses.reduce((sum, one) => sum + (isBlast(one) ? counts[one] : 0), 0);
  return {
    totalCount,
    rows,
    blastCount,
    blastFraction: share(blastCount, totalCount),
    blastInterval: clopperPearson(blastCount, totalCount),
  };
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}
