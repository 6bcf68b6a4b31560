import { type CellClass, cellClasses, isBlastLike } from './cellClass.ts';
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
export function computeDifferential(classes: readonly CellClass[]): Differential {
  const totalCount = classes.length;
  const rows = cellClasses.map((cellClass) => {
    const count = classes.filter((one) => one === cellClass).length;
    return {
      cellClass,
      count,
      fraction: share(count, totalCount),
      interval: clopperPearson(count, totalCount),
    };
  });
  const blastCount = classes.filter(isBlastLike).length;
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
