import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

/** A key that signs reports; its file is named after its id. */
export interface StoredKey {
  readonly id: string;
  readonly commonName: string;
  /** ISO 8601; undefined when its certificate does not say */
  readonly validUntil: string | undefined;
  readonly addedAt: string;
}

const rowSchema = z
  .object({
    id: z.string(),
    common_name: z.string(),
    valid_until: z.string().nullable(),
    added_at: z.string(),
  })
  .transform(
    (row): StoredKey => ({
      id: row.id,
      commonName: row.common_name,
      validUntil: row.valid_until ?? undefined,
      addedAt: row.added_at,
    }),
  );

/** The newest last. */
export function listSigningKeys(db: Db): readonly StoredKey[] {
  return translating(db, 'list the keys', () =>
    readRows(rowSchema, prepare(db, 'SELECT * FROM signing_keys ORDER BY added_at, id').all()),
  );
}

/** @throws LabError 'key-invalid' when there is none of that id */
export function readSigningKey(db: Db, keyId: string): StoredKey {
  const key = listSigningKeys(db).find(({ id }) => id === keyId);
  if (key !== undefined) return key;
  throw new LabError('key-invalid', 'This signing key is not at this station. Create or import one.', {
    keyId,
  });
}

export function recordSigningKey(db: Db, key: StoredKey, person: string): void {
  inTransaction(db, 'record the key', () => {
    const insert = prepare(
      db,
      'INSERT INTO signing_keys (id, common_name, valid_until, added_at) VALUES (?, ?, ?, ?)',
    );
    assertOneChanged(insert.run(key.id, key.commonName, key.validUntil ?? null, key.addedAt), 'signing_keys');
    appendAudit(db, { actor: person, action: 'key-added', subject: key.id, at: key.addedAt });
  });
}
