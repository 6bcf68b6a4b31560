import type { z } from 'zod';
import { LabError } from '../domain/labError.ts';

/** Rows out of SQLite, checked and named as the program names them.
 *  @throws LabError 'database-unreadable' when a row is not what this program writes */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
): readonly z.output<Schema>[] {
  return rows.map((row) => readRow(schema, row));
}

/** One row, as `readRows`. */
export function readRow<Schema extends z.ZodType>(schema: Schema, row: unknown): z.output<Schema> {
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  const first = read.error.issues[0];
  const where = first === undefined ? '' : ` (${first.path.join('.')}: ${first.message})`;
  throw new LabError(
    'database-unreadable',
    `The database holds a row that this program cannot read${where}. Was it changed by another program? Take up your last backup.`,
    {},
    { cause: read.error },
  );
}
