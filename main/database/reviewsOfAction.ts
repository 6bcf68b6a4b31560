import { z } from 'zod';
import type { CellId } from '../domain/ids.ts';
import type { VerdictGiven } from './changeCells.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { verdictSchema } from './reviews.ts';

const rowSchema = z
  .object({ cell_id: z.int(), verdict: verdictSchema.nullable(), reviewer: z.string().nullable() })
  .transform(
    ({ cell_id, verdict, reviewer }): VerdictGiven => ({
      cellId: String(cell_id) as CellId,
      verdict: verdict ?? undefined,
      ...(reviewer === null ? {} : { reviewer }),
    }),
  );

/** The verdicts that an action gave. */
export function listReviewsOfAction(db: Db, actionId: string): readonly VerdictGiven[] {
  const select = `SELECT cell_id, nullif(verdict, 'withdrawn') AS verdict, reviewer FROM reviews
    WHERE action_id = ? ORDER BY sequence`;
  return readRows(rowSchema, prepare(db, select).all(actionId));
}

/** What stood before an action of the cells that it judged; no verdict where nobody had given one. */
export function listVerdictsBefore(db: Db, actionId: string): readonly VerdictGiven[] {
  const select = `SELECT given.cell_id, nullif(before.verdict, 'withdrawn') AS verdict, before.reviewer
    FROM reviews AS given LEFT JOIN reviews AS before ON before.id = given.previous_review_id
    WHERE given.action_id = ? ORDER BY given.sequence`;
  return readRows(rowSchema, prepare(db, select).all(actionId));
}
