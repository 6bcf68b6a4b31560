import { z } from 'zod';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import type { CellId } from '../domain/ids.ts';
import type { ScanId } from '../domain/scan.ts';
import type { CellTally } from '../domain/worklist.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';

/** Sums over the cells of one standing verdict; standing is a verdict, or 'unjudged'. */
export interface StandingSum {
  readonly standing: string;
  readonly cellCount: number;
  readonly reviewedCount: number;
  readonly seenCount: number;
}

const sumSchema = z
  .object({ standing: z.string(), cell_count: z.int(), reviewed_count: z.int(), seen_count: z.int() })
  .transform(
    (row): StandingSum => ({
      standing: row.standing,
      cellCount: row.cell_count,
      reviewedCount: row.reviewed_count,
      seenCount: row.seen_count,
    }),
  );

const sums = `standing, count(*) AS cell_count, count(verdict) AS reviewed_count, sum(is_seen) AS seen_count
  FROM current_cells WHERE is_present = 1`;

/** The sums over some cells as they are now. */
export function sumStandings(db: Db, cellIds: readonly CellId[]): readonly StandingSum[] {
  const select = `SELECT ${sums} AND id IN (SELECT value FROM json_each(?)) GROUP BY standing`;
  return readRows(sumSchema, prepare(db, select).all(JSON.stringify(cellIds.map(Number))));
}

/** Moves the sums of a scan by what some of its cells were and are. */
export function moveTally(
  db: Db,
  scanId: ScanId,
  change: { readonly before: readonly StandingSum[]; readonly after: readonly StandingSum[] },
): void {
  const upsert = prepare(
    db,
    `INSERT INTO scan_tallies (scan_id, standing, cell_count, reviewed_count, seen_count)
    VALUES (@scanId, @standing, @cells, @reviewed, @seen)
    ON CONFLICT (scan_id, standing) DO UPDATE SET cell_count = cell_count + excluded.cell_count,
      reviewed_count = reviewed_count + excluded.reviewed_count, seen_count = seen_count + excluded.seen_count`,
  );
  const lower = prepare(
    db,
    `UPDATE scan_tallies SET cell_count = cell_count - @cells, reviewed_count = reviewed_count - @reviewed,
      seen_count = seen_count - @seen WHERE scan_id = @scanId AND standing = @standing`,
  );
  const parameters = ({ standing, cellCount, reviewedCount, seenCount }: StandingSum) => ({
    ...{ scanId, standing },
    ...{ cells: cellCount, reviewed: reviewedCount, seen: seenCount },
  });
  for (const sum of change.before) lower.run(parameters(sum));
  for (const sum of change.after) upsert.run(parameters(sum));
}

/** Counts the cells of a scan anew. */
export function rebuildTally(db: Db, scanId: ScanId): void {
  prepare(db, 'DELETE FROM scan_tallies WHERE scan_id = ?').run(scanId);
  const insert = `INSERT INTO scan_tallies (scan_id, standing, cell_count, reviewed_count, seen_count)
    SELECT @scanId, ${sums} AND scan_id = @scanId GROUP BY standing`;
  prepare(db, insert).run({ scanId });
}

/** @returns the revision after the change */
export function raiseRevision(db: Db, scanId: ScanId): number {
  const upsert = prepare(
    db,
    `INSERT INTO scan_revisions (scan_id, revision) VALUES (?, 1)
    ON CONFLICT (scan_id) DO UPDATE SET revision = revision + 1 RETURNING revision`,
  );
  return readRow(z.int(), upsert.pluck().get(scanId));
}

/** How often the cells of a scan were changed. */
export function readRevision(db: Db, scanId: ScanId): number {
  const revision = prepare(db, 'SELECT revision FROM scan_revisions WHERE scan_id = ?').pluck().get(scanId);
  return revision === undefined ? 0 : readRow(z.int(), revision);
}

/** The sums of a scan, as they are kept. */
export function readStandingSums(db: Db, scanId: ScanId): readonly StandingSum[] {
  const select = `SELECT standing, cell_count, reviewed_count, seen_count FROM scan_tallies
    WHERE scan_id = ? AND cell_count > 0 ORDER BY standing`;
  return readRows(sumSchema, prepare(db, select).all(scanId));
}

/** @param isBlast of the lab's settings: blast-like cells must be seen by a person */
export function tallyOf(
  standings: readonly StandingSum[],
  isBlast: (cellClass: CellClass) => boolean,
): CellTally {
  const sumOf = (standing: string): StandingSum =>
    standings.find((one) => one.standing === standing) ?? {
      standing,
      ...{ cellCount: 0, reviewedCount: 0, seenCount: 0 },
    };
  const mustSee = [...cellClasses.filter(isBlast), 'unidentified', 'unjudged'].map(sumOf);
  return {
    counts: {
      benign: sumOf('benign').cellCount,
      'early-pre-b': sumOf('early-pre-b').cellCount,
      'pre-b': sumOf('pre-b').cellCount,
      'pro-b': sumOf('pro-b').cellCount,
    },
    unidentifiedCount: sumOf('unidentified').cellCount,
    notWhiteCount: sumOf('not-a-white-cell').cellCount,
    unjudgedCount: sumOf('unjudged').cellCount,
    reviewedCount: standings.reduce((sum, { reviewedCount }) => sum + reviewedCount, 0),
    mustSeeCount: mustSee.reduce((sum, { cellCount }) => sum + cellCount, 0),
    mustSeeSeenCount: mustSee.reduce((sum, { seenCount }) => sum + seenCount, 0),
  };
}
