import { z } from 'zod';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { addCounts, type ClassCounts, noCounts } from '../domain/classCounts.ts';
import type { ReviewedSlide } from '../domain/planControlSet.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { translating } from './transaction.ts';

const rowSchema = z.object({
  slide_id: z.string(),
  sha256: z.string().nullable(),
  verdict: z.enum(cellClasses),
  count: z.int(),
  is_control: z.int(),
});

const select = `SELECT scans.slide_id, slides.sha256, cell.verdict, count(*) AS count,
    EXISTS (SELECT 1 FROM control_items WHERE slide_sha256 = slides.sha256) AS is_control
  FROM scans JOIN slides ON slides.id = scans.slide_id
    JOIN current_cells AS cell ON cell.scan_id = scans.id
  WHERE scans.id = (SELECT max(id) FROM scans AS newest WHERE newest.slide_id = scans.slide_id)
    AND cell.is_present = 1 AND cell.verdict IN ('benign', 'early-pre-b', 'pre-b', 'pro-b')
    AND EXISTS (SELECT 1 FROM scan_tallies WHERE scan_id = scans.id AND reviewed_count > 0)
  GROUP BY scans.slide_id, cell.verdict ORDER BY scans.slide_id`;

/** Cells of a slide's newest scan that people gave a class. */
export interface ReviewedSlideCounts {
  readonly slideId: string;
  readonly sha256: string | undefined;
  readonly counts: ClassCounts;
  /** its cells are in a control set: no training may learn them */
  readonly isControl: boolean;
}

/** Every slide with reviewed cells. Scans without a review are passed over unread. */
export function countReviewedBySlide(db: Db): readonly ReviewedSlideCounts[] {
  return translating(db, 'count the labels', () => {
    const rows = readRows(rowSchema, prepare(db, select).all());
    return [...Map.groupBy(rows, ({ slide_id }) => slide_id).entries()].map(([slideId, ofSlide]) => ({
      slideId,
      sha256: ofSlide[0]?.sha256 ?? undefined,
      counts: countsOf(ofSlide),
      isControl: ofSlide[0]?.is_control === 1,
    }));
  });
}

/** Cells that trainings may learn, and what the control set keeps from them. */
export function countReviewedCells(db: Db): {
  readonly counts: ClassCounts;
  readonly slideCount: number;
  readonly heldBack: { readonly slideCount: number; readonly cellCount: number };
} {
  const slides = countReviewedBySlide(db);
  const [learned, held] = [
    slides.filter(({ isControl }) => !isControl),
    slides.filter((one) => one.isControl),
  ];
  const heldCounts = sumOf(held);
  return {
    counts: sumOf(learned),
    slideCount: learned.length,
    heldBack: {
      slideCount: held.length,
      cellCount: cellClasses.reduce((sum, one) => sum + heldCounts[one], 0),
    },
  };
}

/** Slides that a control set can be made of, each content once. */
export function listReviewedSlides(db: Db): readonly ReviewedSlide[] {
  const slides = countReviewedBySlide(db).filter(({ sha256 }) => sha256 !== undefined);
  return [...Map.groupBy(slides, ({ sha256 }) => sha256 ?? '').entries()].map(([sha256, copies]) => ({
    sha256,
    counts: sumOf(copies),
    wasControl: copies.some(({ isControl }) => isControl),
  }));
}

function sumOf(slides: readonly { readonly counts: ClassCounts }[]): ClassCounts {
  return slides.reduce((sum, { counts }) => addCounts(sum, counts), noCounts);
}

function countsOf(rows: readonly { readonly verdict: CellClass; readonly count: number }[]): ClassCounts {
  const counts = { ...noCounts };
  for (const { verdict, count } of rows) counts[verdict] += count;
  return counts;
}
