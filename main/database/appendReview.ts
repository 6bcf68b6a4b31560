import { z } from 'zod';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { Review } from '../domain/review.ts';
import type { ScanId } from '../domain/scan.ts';
import { changeCells } from './changeCells.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';
import { readLastReview } from './reviews.ts';
import { inTransaction } from './transaction.ts';

export interface NewReview {
  readonly cellId: CellId;
  /** the person's name or initials, not empty */
  readonly reviewer: string;
  readonly verdict: Verdict;
  /** ISO 8601 in UTC; now unless told */
  readonly at?: string;
}

/** Stores what a person says of one cell, after what was said before; on disk when this returns.
 *  @throws LabError 'argument-invalid' when there is no such cell or no reviewer's name */
export function appendReview(db: Db, { cellId, reviewer, verdict, at }: NewReview): Review {
  const person = reviewer.trim();
  if (person === '')
    throw new LabError('argument-invalid', 'A review needs the name of its reviewer. Give one.');
  return inTransaction(db, 'record the review', () => {
    const found = prepare(db, 'SELECT scan_id FROM cells WHERE id = ?').pluck().get(cellId);
    if (found === undefined)
      throw new LabError('argument-invalid', `There is no cell ${cellId} in this database.`, { cellId });
    const scanId = String(readRow(z.int(), found)) as ScanId;
    changeCells(db, { scanId, kind: 'label', person, at }, { verdicts: [{ cellId, verdict }] });
    const review = readLastReview(db, cellId);
    if (review === undefined) throw new Error(`The review of cell ${cellId} was not stored`);
    return review;
  });
}
