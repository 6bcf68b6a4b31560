import { z } from 'zod';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';
import { translating } from './transaction.ts';

/** How much a database holds. */
export function countRows(db: Db): { readonly slideCount: number; readonly cellCount: number } {
  const count = (sql: string) => readRow(z.int(), prepare(db, sql).pluck().get());
  return translating(db, 'count the slides', () => ({
    slideCount: count('SELECT count(*) FROM slides'),
    cellCount: count('SELECT count(*) FROM cells'),
  }));
}
