import type { CellChanges, CellTable } from './cellTable.ts';

/** Columns of which a cell has one value. */
const columns = [
  'ids',
  'xPx',
  'yPx',
  'widthPx',
  'heightPx',
  'score',
  'field',
  'predicted',
  'verdict',
  'reviewer',
  'seen',
  'isDrawn',
] as const;

type Column = CellTable[(typeof columns)[number]];

/** The cells after a change. Rows keep their order; new cells come last.
 *  @returns undefined when the changes are not the next ones of this table: it has to be read anew. The same table
 *    when it has them already */
export function applyCellChanges(table: CellTable, changes: CellChanges): CellTable | undefined {
  if (table.scanId !== changes.scanId) return undefined;
  if (changes.revision <= table.revision) return table;
  if (changes.revision !== table.revision + 1) return undefined;
  const { changed } = changes;
  const removed = new Set(changes.removedIds);
  const changedRows = new Map([...changed.ids].map((id, row) => [id, row]));
  const kept = [...table.ids.keys()].filter((row) => !removed.has(table.ids[row] ?? 0));
  const known = new Set(table.ids);
  const added = [...changed.ids.keys()].filter((row) => !known.has(changed.ids[row] ?? 0));
  const reviewers = mergeReviewers(table.reviewers, changed.reviewers);
  const fields = changed.fields.length > table.fields.length ? changed.fields : table.fields;
  const sources = [
    ...kept.map((row) => ({ row, changedRow: changedRows.get(table.ids[row] ?? 0) })),
    ...added.map((changedRow) => ({ row: -1, changedRow })),
  ];
  const count = sources.length;
  const next = { ...table, revision: changes.revision, count, reviewers, fields };
  for (const column of columns) {
    const target = new (table[column].constructor as new (length: number) => Column)(count);
    for (const [at, { row, changedRow }] of sources.entries())
      target[at] = changedRow === undefined ? (table[column][row] ?? 0) : (changed[column][changedRow] ?? 0);
    Object.assign(next, { [column]: target });
  }
  const reviewerAt = (index: number) => reviewers.indexOf(changed.reviewers[index] ?? '');
  const probabilities = new Float32Array(count * 4);
  for (const [at, { row, changedRow }] of sources.entries()) {
    const [from, start] = changedRow === undefined ? [table, row] : [changed, changedRow];
    probabilities.set(from.probabilities.subarray(start * 4, start * 4 + 4), at * 4);
    if (changedRow !== undefined) next.reviewer[at] = reviewerAt(changed.reviewer[changedRow] ?? -1);
  }
  return { ...next, probabilities };
}

function mergeReviewers(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...known, ...more.filter((name) => !known.includes(name))];
}
