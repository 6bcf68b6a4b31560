import { z } from 'zod';
import { type GateVerdict, gateVerdictSchema } from '../domain/gateVerdict.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const rowSchema = z.object({ verdict: z.string().transform((text): unknown => JSON.parse(text)) });

/** Keeps what the gate said; on disk when this returns. */
export function recordVerdict(db: Db, verdict: GateVerdict): void {
  inTransaction(db, 'record the verdict', () => {
    const insert = prepare(
      db,
      `INSERT INTO gate_verdicts
        (id, challenger_sha256, champion_sha256, control_set_version, decision, verdict, person, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const { id, challenger, champion, controlSetVersion, decision, reasons, person, at } = verdict;
    const changed = insert.run(
      id,
      challenger.sha256,
      champion?.sha256 ?? null,
      controlSetVersion ?? null,
      decision,
      JSON.stringify(verdict),
      person,
      at,
    );
    assertOneChanged(changed, 'gate_verdicts');
    const said = reasons.map(({ reason }) => reason).join(' ');
    const details = {
      verdict: id,
      sha256: challenger.sha256,
      decision,
      reasons: said,
      controlSet: controlSetVersion ?? 0,
    };
    appendAudit(db, { actor: person, action: 'model-judged', subject: challenger.fullName, details, at });
  });
}

/** Verdicts on a model, the newest last. @param sha256 of its weights */
export function listVerdicts(db: Db, sha256: string): readonly GateVerdict[] {
  const select = 'SELECT verdict FROM gate_verdicts WHERE challenger_sha256 = ? ORDER BY sequence';
  return translating(db, 'list the verdicts', () =>
    readRows(rowSchema, prepare(db, select).all(sha256)).map(({ verdict }) =>
      readRow(gateVerdictSchema, verdict),
    ),
  );
}

/** @returns undefined when there is none of that id */
export function findVerdict(db: Db, id: string): GateVerdict | undefined {
  return translating(db, 'read the verdict', () => {
    const row = prepare(db, 'SELECT verdict FROM gate_verdicts WHERE id = ?').get(id);
    return row === undefined ? undefined : readRow(gateVerdictSchema, readRow(rowSchema, row).verdict);
  });
}
