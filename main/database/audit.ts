import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditDetails, AuditEntry } from '../domain/auditEntry.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

export interface NewAuditEntry {
  /** a person's name; 'program' unless told */
  readonly actor?: string;
  readonly action: string;
  readonly subject: string;
  readonly details?: AuditDetails;
  /** ISO 8601; now unless told */
  readonly at?: string;
}

export interface AuditCheck {
  readonly isIntact: boolean;
  readonly entryCount: number;
  /** the first entry that does not fit, and why; undefined when intact */
  readonly broken: { readonly sequence: number; readonly reason: string } | undefined;
  /** hash of the last entry that fits: noted elsewhere, it proves that the chain up to it is whole */
  readonly headHash: string;
}

/** What the first entry takes for the hash of the entry before it. */
const chainStart = '0'.repeat(64);
const pageSize = 1000;

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const rowSchema = z.object({
  sequence: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.string(),
  hash: z.string(),
});
type AuditRow = z.output<typeof rowSchema>;
const headSchema = rowSchema.pick({ sequence: true, hash: true });

/** Appends to the chain. Every writing verb of this folder calls it in its own transaction; a workflow calls
 *  it for what touches no table. */
export function appendAudit(db: Db, entry: NewAuditEntry): AuditEntry {
  return inTransaction(db, 'append to the audit trail', () => {
    const head = readHead(db);
    const row = {
      sequence: head.sequence + 1,
      at: entry.at ?? new Date().toISOString(),
      actor: entry.actor ?? 'program',
      action: entry.action,
      subject: entry.subject,
      details: JSON.stringify(entry.details ?? {}),
    };
    const hash = hashEntry(head.hash, row);
    const insert = prepare(
      db,
      `INSERT INTO audit (sequence, at, actor, action, subject, details, hash)
      VALUES (@sequence, @at, @actor, @action, @subject, @details, @hash)`,
    );
    assertOneChanged(insert.run({ ...row, hash }), 'audit');
    return { ...row, details: entry.details ?? {}, hash };
  });
}

/** Entries in their order, at most `limit` after the one numbered `afterSequence`. */
export function listAudit(
  db: Db,
  page: { readonly afterSequence?: number; readonly limit?: number } = {},
): readonly AuditEntry[] {
  return translating(db, 'list the audit trail', () =>
    readPage(db, page.afterSequence ?? 0, page.limit ?? pageSize).map((row) => ({
      ...row,
      details: readRow(detailsSchema, JSON.parse(row.details)),
    })),
  );
}

/** Reads the whole chain and recomputes every hash. Finds an entry that was changed, removed from the middle
 *  or the end, or put in. Who can rewrite the file can also compute a new chain: only a hash noted elsewhere
 *  shows that. */
export function verifyAuditChain(db: Db): AuditCheck {
  return translating(db, 'verify the audit trail', () => {
    let head = { sequence: 0, hash: chainStart };
    for (;;) {
      const page = readPage(db, head.sequence, pageSize);
      for (const row of page) {
        const reason = breachOf(head, row);
        if (reason !== undefined) return checkOf(head, { sequence: row.sequence, reason });
        head = row;
      }
      if (page.length < pageSize) break;
    }
    const lastWritten = readLastSequence(db);
    if (lastWritten === head.sequence) return checkOf(head, undefined);
    return checkOf(head, { sequence: head.sequence + 1, reason: 'entries were removed from the end' });
  });
}

/** Hash of the newest entry: noted elsewhere, it proves that the chain up to it is whole. */
export function readAuditHead(db: Db): string {
  return translating(db, 'read the audit trail', () => readHead(db).hash);
}

function checkOf(head: z.output<typeof headSchema>, broken: AuditCheck['broken']): AuditCheck {
  return { isIntact: broken === undefined, entryCount: head.sequence, broken, headHash: head.hash };
}

function breachOf(head: z.output<typeof headSchema>, row: AuditRow): string | undefined {
  if (row.sequence !== head.sequence + 1) return `entries before it were removed`;
  return row.hash === hashEntry(head.hash, row) ? undefined : 'its content does not fit its hash';
}

/** SHA-256 over the previous hash and every column, as one JSON array: no two contents give the same text. */
function hashEntry(previousHash: string, row: Omit<AuditRow, 'hash'>): string {
  const content = [previousHash, row.sequence, row.at, row.actor, row.action, row.subject, row.details];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function readHead(db: Db): z.output<typeof headSchema> {
  const row = prepare(db, 'SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1').get();
  return row === undefined ? { sequence: 0, hash: chainStart } : readRow(headSchema, row);
}

/** The highest sequence ever stored, which AUTOINCREMENT keeps even when the row is gone. */
function readLastSequence(db: Db): number {
  const last = prepare(db, "SELECT seq FROM sqlite_sequence WHERE name = 'audit'").pluck().get();
  return last === undefined ? 0 : readRow(z.int(), last);
}

function readPage(db: Db, afterSequence: number, limit: number): readonly AuditRow[] {
  const select = prepare(
    db,
    `SELECT sequence, at, actor, action, subject, details, hash FROM audit
    WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  );
  return readRows(rowSchema, select.all(afterSequence, limit));
}
