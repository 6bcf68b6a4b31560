import { z } from 'zod';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';
import { inTransaction, translating } from './transaction.ts';

/** A slide's content, and what its files looked like when they held it. */
export interface KnownFingerprint {
  readonly sha256: string;
  /** as `fingerprintSlide` */
  readonly fingerprint: string;
}

const rowSchema = z.object({ sha256: z.string(), fingerprint: z.string() });

/** @returns undefined when the slide was not looked at since it was recorded */
export function readKnownFingerprint(db: Db, slideId: SlideId): KnownFingerprint | undefined {
  return translating(db, 'read the fingerprint', () => {
    const select = 'SELECT sha256, fingerprint FROM slide_fingerprints WHERE slide_id = ?';
    const row = prepare(db, select).get(slideId);
    return row === undefined ? undefined : readRow(rowSchema, row);
  });
}

/** Notes that a slide's files look so while they hold this content. */
export function noteFingerprint(db: Db, slideId: SlideId, known: KnownFingerprint): void {
  inTransaction(db, 'note the fingerprint', () => {
    prepare(
      db,
      `INSERT INTO slide_fingerprints (slide_id, sha256, fingerprint) VALUES (@slideId, @sha256, @fingerprint)
      ON CONFLICT (slide_id) DO UPDATE SET sha256 = excluded.sha256, fingerprint = excluded.fingerprint`,
    ).run({ slideId, ...known });
  });
}
