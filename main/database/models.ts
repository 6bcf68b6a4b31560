import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ModelId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import { type ModelCard, modelCardSchema } from '../domain/modelCard.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { ModelVersion } from '../domain/modelVersion.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const rowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.string(),
    sha256: z.string(),
    card: z.string().transform((text): unknown => JSON.parse(text)),
    registered_at: z.string(),
  })
  .transform((row) => ({
    id: row.id as ModelId,
    name: row.name,
    version: row.version,
    sha256: row.sha256,
    card: readRow(modelCardSchema, row.card),
    registeredAt: row.registered_at,
  }));

/** Makes a model version known, once for each SHA-256 of its weights. The card that was registered first
 *  stays; a later one may differ in figures and words, not in what decides a prediction.
 *  @returns the version; its id is the same in every database: the hash's first 16 digits
 *  @throws LabError 'model-corrupt' when the same weights come with other preprocessing or classes */
export function registerModel(db: Db, card: ModelCard): ModelVersion {
  return inTransaction(db, 'register the model', () => {
    const { sha256 } = card.weights;
    const known = readModel(db, sha256);
    if (known !== undefined) {
      assertSameBehaviour(known, card);
      return known;
    }
    const id = sha256.slice(0, 16);
    const insert = prepare(
      db,
      `INSERT INTO models (id, name, version, sha256, card, registered_at)
      VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const at = new Date().toISOString();
    assertOneChanged(insert.run(id, card.name, card.version, sha256, JSON.stringify(card), at), 'models');
    appendAudit(db, {
      action: 'model-registered',
      subject: id,
      details: { name: card.name, version: card.version, sha256 },
      at,
    });
    return { id: id as ModelId, name: card.name, version: card.version, sha256, card, registeredAt: at };
  });
}

/** All versions, oldest registration first. */
export function listModels(db: Db): readonly ModelVersion[] {
  return translating(db, 'list the models', () =>
    readRows(rowSchema, prepare(db, 'SELECT * FROM models ORDER BY registered_at, rowid').all()),
  );
}

/** The model version of that id, SHA-256, name, or "name-version"; of several with a name the newest.
 *  @throws LabError 'model-unknown' */
export function findModel(db: Db, wanted: string): ModelVersion {
  const models = listModels(db);
  const found = models.findLast(
    (one) =>
      one.id === wanted || one.sha256 === wanted || one.name === wanted || modelFullName(one) === wanted,
  );
  if (found !== undefined) return found;
  const names = models.map(modelFullName).join(', ');
  throw new LabError(
    'model-unknown',
    `This database knows no model ${wanted}. ${names === '' ? 'It knows none yet.' : `It knows ${names}.`}`,
    { model: wanted },
  );
}

/** "blast-classifier-1.0.0" of a model that this database knows. */
export function readModelName(db: Db, modelId: ModelId): string {
  const select = "SELECT name || '-' || version FROM models WHERE id = ?";
  return translating(db, 'read the model', () =>
    readRow(z.string(), prepare(db, select).pluck().get(modelId)),
  );
}

function readModel(db: Db, sha256: string): ModelVersion | undefined {
  const row = prepare(db, 'SELECT * FROM models WHERE sha256 = ?').get(sha256);
  return row === undefined ? undefined : readRow(rowSchema, row);
}

function assertSameBehaviour(known: ModelVersion, card: ModelCard): void {
  const before = [known.card.preprocessing, known.card.classes];
  if (isDeepStrictEqual(before, [card.preprocessing, card.classes])) return;
  throw new LabError(
    'model-corrupt',
    `The card of ${modelFullName(card)} gives other preprocessing or classes than ${modelFullName(known)}, which has the same weights. Restore the model's folder.`,
    { model: known.id },
  );
}
