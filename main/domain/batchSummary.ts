import type { SlideId } from './slide.ts';
import { countUnseen, type WorklistRow } from './worklist.ts';

/** A job of the queue that is over. */
export interface FinishedJob {
  readonly slideId: SlideId;
  readonly slideName: string;
  readonly state: 'done' | 'failed' | 'cancelled' | 'skipped';
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly finishedAt: string;
}

/** What a batch came to: for the morning after. */
export interface BatchSummary {
  /** ISO 8601 */
  readonly since: string;
  readonly doneCount: number;
  /** unchanged: the same content was scanned by the same model before */
  readonly skippedCount: number;
  readonly cancelledCount: number;
  readonly failedCount: number;
  readonly waitingCount: number;
  /** most frequent first */
  readonly failures: readonly {
    readonly code: string;
    readonly count: number;
    readonly slides: readonly {
      readonly slideId: SlideId;
      readonly name: string;
      readonly message: string;
    }[];
  }[];
  /** scanned slides with cells that a person must see, or with warnings; those with the most cells first */
  readonly forPerson: readonly {
    readonly slideId: SlideId;
    readonly name: string;
    /** blast-like and unidentified cells that nobody has seen */
    readonly unseenCount: number;
    readonly warnings: readonly string[];
    readonly failedFieldCount: number;
  }[];
}

/** @param jobs that ended since then; of several of a slide the last counts
 *  @param rows of their slides */
export function summariseBatch(
  jobs: readonly FinishedJob[],
  rows: readonly WorklistRow[],
  given: { readonly since: string; readonly waitingCount: number },
): BatchSummary {
  const last = [...new Map(jobs.map((job) => [job.slideId, job])).values()];
  const countOf = (state: FinishedJob['state']) => last.filter((job) => job.state === state).length;
  const failed = last.filter(({ state }) => state === 'failed');
  const byCode = [...Map.groupBy(failed, ({ failure }) => failure?.code ?? 'slide-unreadable')];
  const scannedIds = new Set(last.filter(({ state }) => state === 'done').map(({ slideId }) => slideId));
  return {
    ...given,
    doneCount: countOf('done'),
    skippedCount: countOf('skipped'),
    cancelledCount: countOf('cancelled'),
    failedCount: failed.length,
    failures: byCode
      .map(([code, ofCode]) => ({
        code,
        count: ofCode.length,
        slides: ofCode.map(({ slideId, slideName, failure }) => ({
          slideId,
          name: slideName,
          message: failure?.message ?? '',
        })),
      }))
      .toSorted((a, b) => b.count - a.count),
    forPerson: rows
      .flatMap(({ slideId, name, scan }) => {
        if (scan === undefined || !scannedIds.has(slideId)) return [];
        const { warnings, failedFieldCount } = scan;
        const unseenCount = countUnseen(scan.tally);
        const needsPerson = unseenCount > 0 || warnings.length > 0 || failedFieldCount > 0;
        return needsPerson ? [{ slideId, name, unseenCount, warnings, failedFieldCount }] : [];
      })
      .toSorted((a, b) => b.unseenCount - a.unseenCount),
  };
}
