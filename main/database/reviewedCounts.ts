import { z } from 'zod';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { translating } from './transaction.ts';

const rowSchema = z.object({ verdict: z.enum(cellClasses), count: z.int() });

const reviewed = `FROM scans JOIN current_cells AS cell ON cell.scan_id = scans.id
  WHERE scans.id = (SELECT max(id) FROM scans AS newest WHERE newest.slide_id = scans.slide_id)
    AND cell.is_present = 1 AND cell.verdict IN ('benign', 'early-pre-b', 'pre-b', 'pro-b')
    AND EXISTS (SELECT 1 FROM scan_tallies WHERE scan_id = scans.id AND reviewed_count > 0)`;

/** Cells of the newest scans that people gave a class. Scans without a review are passed over unread. */
export function countReviewedCells(db: Db): {
  readonly counts: Readonly<Record<CellClass, number>>;
  readonly slideCount: number;
} {
  return translating(db, 'count the labels', () => {
    const counts: Record<CellClass, number> = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };
    const select = `SELECT cell.verdict, count(*) AS count ${reviewed} GROUP BY cell.verdict`;
    for (const { verdict, count } of readRows(rowSchema, prepare(db, select).all())) counts[verdict] = count;
    const slides = prepare(db, `SELECT count(DISTINCT scans.slide_id) ${reviewed}`).pluck().get();
    return { counts, slideCount: readRow(z.int(), slides) };
  });
}
