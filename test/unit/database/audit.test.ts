import { expect, test } from 'vitest';
import { appendAudit, listAudit, verifyAuditChain } from '../../../main/database/audit.ts';
import type { Db } from '../../../main/database/db.ts';
import { inTransaction } from '../../../main/database/transaction.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

function aChain(length: number): Db {
  const db = openTempDatabase();
  const appendAll = () => {
    for (let at = 1; at <= length; at += 1)
      appendAudit(db, {
        actor: 'Ada',
        action: 'key-created',
        subject: `key ${at}`,
        details: { bits: 3072, at },
      });
  };
  inTransaction(db, 'append', appendAll);
  return db;
}

/** What somebody does who opens the file with another program. */
function tamper(db: Db, sql: string): void {
  db.exec('DROP TRIGGER audit_keep_update; DROP TRIGGER audit_keep_delete');
  db.exec(sql);
}

test('the chain of untouched entries is intact, over many pages and when it is empty', () => {
  expect(verifyAuditChain(aChain(0))).toMatchObject({ isIntact: true, entryCount: 0 });
  const db = aChain(2500);
  const check = verifyAuditChain(db);
  expect(check).toMatchObject({ isIntact: true, entryCount: 2500, broken: undefined });
  expect(listAudit(db, { afterSequence: 2499 })).toMatchObject([
    { sequence: 2500, actor: 'Ada', details: { at: 2500 }, hash: check.headHash },
  ]);
});

test.each([
  ['an entry is reworded', "UPDATE audit SET actor = 'Eve' WHERE sequence = 4", 4],
  ['details are changed', "UPDATE audit SET details = '{}' WHERE sequence = 2", 2],
  ['an entry is taken from the middle', 'DELETE FROM audit WHERE sequence = 5', 6],
  ['the first entry is taken', 'DELETE FROM audit WHERE sequence = 1', 2],
  ['the last entries are taken', 'DELETE FROM audit WHERE sequence > 7', 8],
  [
    'two entries change places',
    'UPDATE audit SET sequence = 99 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; UPDATE audit SET sequence = 4 WHERE sequence = 99',
    3,
  ],
])('the chain is broken when %s', (_, sql, sequence) => {
  const db = aChain(10);
  tamper(db, sql);
  expect(verifyAuditChain(db)).toMatchObject({ isIntact: false, broken: { sequence } });
});
