import type { CellClass } from '../../main/domain/cellClass.ts';
import type { ScanId } from '../../main/domain/scan.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import type { WorklistRow, WorklistScan } from '../../main/domain/worklist.ts';

/** What differs in a slide under test: what is left out is a scanned slide without cells. */
export interface RowParts extends Partial<Omit<WorklistRow, 'scan'>> {
  readonly counts?: Partial<Record<CellClass, number>>;
  readonly mustSeeCount?: number;
  readonly mustSeeSeenCount?: number;
  readonly warnings?: readonly string[];
  readonly failedFieldCount?: number;
  /** false: it was never scanned */
  readonly hasScan?: boolean;
}

/** A slide as the worklist has it.
 *  @param index 0 to 65535; its id and name follow from it */
export function aWorklistRow(index: number, parts: RowParts = {}): WorklistRow {
  const {
    counts,
    mustSeeCount,
    mustSeeSeenCount,
    warnings,
    failedFieldCount,
    hasScan = true,
    ...own
  } = parts;
  return {
    slideId: idOf(index, '0001') as SlideId,
    name: `smear-${index}`,
    kind: 'image-file',
    folderName: 'ward',
    isSynthetic: false,
    addedAt: '2026-01-05T08:00:00.000Z',
    state: hasScan ? 'scanned' : 'new',
    priority: 'routine',
    failure: undefined,
    scan: hasScan
      ? aScan(index, { counts, mustSeeCount, mustSeeSeenCount, warnings, failedFieldCount })
      : undefined,
    reportCount: 0,
    reportedAt: undefined,
    ...own,
  };
}

function aScan(
  index: number,
  given: {
    readonly [Key in 'counts' | 'mustSeeCount' | 'mustSeeSeenCount' | 'warnings' | 'failedFieldCount']:
      | RowParts[Key]
      | undefined;
  },
): WorklistScan {
  const counts = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0, ...given.counts };
  return {
    scanId: idOf(index, '0002') as ScanId,
    scannedAt: '2026-01-05T08:10:00.000Z',
    modelName: 'blast-classifier-1.0.0',
    cellCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    tally: {
      counts,
      unidentifiedCount: 0,
      notWhiteCount: 0,
      unjudgedCount: 0,
      reviewedCount: 0,
      mustSeeCount: given.mustSeeCount ?? 0,
      mustSeeSeenCount: given.mustSeeSeenCount ?? 0,
    },
    warnings: given.warnings ?? [],
    failedFieldCount: given.failedFieldCount ?? 0,
  };
}

function idOf(index: number, kind: string): string {
  return `${kind}${index.toString(16).padStart(4, '0')}-0000-7000-8000-000000000000`;
}
