import type { CellClass } from './cellClass.ts';
import type { ScanId } from './scan.ts';
import type { SlideId, SlideKind } from './slide.ts';
import type { SlideFailure } from './slideRecord.ts';

export const scanPriorities = ['stat', 'routine', 'background'] as const;
export type ScanPriority = (typeof scanPriorities)[number];

/** Where a slide stands: what its newest job does, else what its last scan came to. */
export type WorklistState = 'new' | 'waiting' | 'scanning' | 'scanned' | 'failed' | 'cancelled';

/** Cells of a slide's newest scan by what stands of each now. `isBlast` is not asked: `computeDifferentialOfCounts`
 *  gives the figures. */
export interface CellTally {
  /** not among them: unidentified and no white cells */
  readonly counts: Readonly<Record<CellClass, number>>;
  readonly unidentifiedCount: number;
  readonly notWhiteCount: number;
  /** cells that the model has not judged and no person either */
  readonly unjudgedCount: number;
  readonly reviewedCount: number;
  /** cells that a person must see before a report is signed (blast-like and unidentified), and those seen */
  readonly mustSeeCount: number;
  readonly mustSeeSeenCount: number;
}

/** Cells that a person must see before a report is signed, and has not yet. */
export function countUnseen({ mustSeeCount, mustSeeSeenCount }: CellTally): number {
  return mustSeeCount - mustSeeSeenCount;
}

/** A slide as the worklist shows it. */
export interface WorklistRow {
  readonly slideId: SlideId;
  readonly name: string;
  readonly kind: SlideKind;
  /** name of the folder it lies in, for people */
  readonly folderName: string;
  readonly isSynthetic: boolean;
  /** ISO 8601 in UTC */
  readonly addedAt: string;
  readonly state: WorklistState;
  readonly priority: ScanPriority;
  readonly failure: SlideFailure | undefined;
  /** the newest finished scan, also of a slide that waits for another */
  readonly scan: WorklistScan | undefined;
  readonly reportCount: number;
  /** of the newest report */
  readonly reportedAt: string | undefined;
}

export interface WorklistScan {
  readonly scanId: ScanId;
  readonly scannedAt: string;
  /** "blast-classifier-1.0.0" */
  readonly modelName: string;
  readonly cellCount: number;
  readonly tally: CellTally;
  readonly warnings: readonly string[];
  /** fields, or damaged parts of the slide, that could not be read */
  readonly failedFieldCount: number;
}

/** What the queue of scans does. */
export interface ScanQueue {
  readonly isPaused: boolean;
  readonly waitingCount: number;
  readonly current: ScanJobProgress | undefined;
  /** of all that waits and runs; undefined until it can be told */
  readonly remainingMs: number | undefined;
  /** by the slides scanned last; undefined until one was */
  readonly slidesPerHour: number | undefined;
  /** slides wait for the hours that the lab has set, or for room on the disk; `problem` says it */
  readonly heldFor: 'hours' | 'disk' | undefined;
  /** why nothing goes on though slides wait, for people; undefined when all is well */
  readonly problem: string | undefined;
}

export interface ScanJobProgress {
  readonly slideId: SlideId;
  /** fields, or cells of a goal */
  readonly done: number;
  readonly total: number;
  /** one line for people: the field that is looked at */
  readonly detail: string;
  readonly remainingMs: number | undefined;
}
