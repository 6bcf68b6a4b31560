import type { CellFinder } from '../detection/cellFinder.ts';

/** Adds up the wall time in which some work of a kind is under way; what runs side by side counts once. */
export interface Stopwatch {
  readonly time: <Result>(work: () => Result) => Result;
  /** until what the work promised is there */
  readonly timeAsync: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly totalMs: () => number;
}

export function createStopwatch(): Stopwatch {
  let [totalMs, underWay, since] = [0, 0, 0];
  const begin = () => {
    if (underWay === 0) since = performance.now();
    underWay += 1;
  };
  const end = () => {
    underWay -= 1;
    if (underWay === 0) totalMs += performance.now() - since;
  };
  return {
    time: (work) => {
      begin();
      try {
        return work();
      } finally {
        end();
      }
    },
    timeAsync: async (work) => {
      begin();
      try {
        return await work();
      } finally {
        end();
      }
    },
    totalMs: () => totalMs,
  };
}

/** A cell finder whose network time is added to a stopwatch. */
export function timeCellFinder(finder: CellFinder, stopwatch: Stopwatch): CellFinder {
  return { ...finder, findCells: (image) => stopwatch.timeAsync(() => finder.findCells(image)) };
}
