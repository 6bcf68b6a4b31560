import type { CellFinder } from '../detection/cellFinder.ts';

/** Adds up the wall time of one kind of work. */
export interface Stopwatch {
  readonly time: <Result>(work: () => Result) => Result;
  /** until what the work promised is there */
  readonly timeAsync: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly totalMs: () => number;
}

export function createStopwatch(): Stopwatch {
  let totalMs = 0;
  return {
    time: (work) => {
      const startedAt = performance.now();
      try {
        return work();
      } finally {
        totalMs += performance.now() - startedAt;
      }
    },
    timeAsync: async (work) => {
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        totalMs += performance.now() - startedAt;
      }
    },
    totalMs: () => totalMs,
  };
}

/** A cell finder whose network time is added to a stopwatch. */
export function timeCellFinder(finder: CellFinder, stopwatch: Stopwatch): CellFinder {
  return { ...finder, findCells: (image) => stopwatch.time(() => finder.findCells(image)) };
}
