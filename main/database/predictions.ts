import { z } from 'zod';
import type { CellId, ModelId } from '../domain/ids.ts';
import { proposedClasses } from '../domain/judgement.ts';
import type { CellPrediction } from '../domain/reviewedCell.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { translating } from './transaction.ts';

/** What one model said of a cell, as its row. */
export const predictionSchema = z
  .object({
    model_id: z.string(),
    cell_class: z.enum(proposedClasses),
    benign: z.number(),
    early_pre_b: z.number(),
    pre_b: z.number(),
    pro_b: z.number(),
    strangeness: z.number().nullable(),
  })
  .transform(
    (row): CellPrediction => ({
      modelId: row.model_id as ModelId,
      cellClass: row.cell_class,
      probabilities: {
        benign: row.benign,
        'early-pre-b': row.early_pre_b,
        'pre-b': row.pre_b,
        'pro-b': row.pro_b,
      },
      strangeness: row.strangeness ?? undefined,
    }),
  );

/** What every model has said of a cell, in the order in which the models became known. */
export function listPredictions(db: Db, cellId: CellId): readonly CellPrediction[] {
  const select = `SELECT model_id, cell_class, benign, early_pre_b, pre_b, pro_b, strangeness FROM predictions
    JOIN models ON models.id = predictions.model_id WHERE cell_id = ? ORDER BY models.registered_at, models.rowid`;
  return translating(db, 'list the predictions', () =>
    readRows(predictionSchema, prepare(db, select).all(cellId)),
  );
}
