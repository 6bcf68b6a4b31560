import type { CellChanges, CellTable } from './cellTable.ts';

/** Columns, with the values that a cell has in each. */
const columnWidths = {
  ids: 1,
  xPx: 1,
  yPx: 1,
  widthPx: 1,
  heightPx: 1,
  score: 1,
  field: 1,
  predicted: 1,
  probabilities: 4,
  strangeness: 1,
  verdict: 1,
  reviewer: 1,
  seen: 1,
  isDrawn: 1,
} as const;

type ColumnName = keyof typeof columnWidths;
type Column = CellTable[ColumnName];

/** The cells after a change. Rows keep their order; new cells come last.
 *  @returns undefined when the changes are not the next ones of this table: it has to be read anew. The same table
 *    when it has them already */
export function applyCellChanges(table: CellTable, changes: CellChanges): CellTable | undefined {
  if (table.scanId !== changes.scanId) return undefined;
  if (changes.revision <= table.revision) return table;
  if (changes.revision !== table.revision + 1) return undefined;
  const { changed } = changes;
  const kept = listKeptRows(table, changes.removedIds);
  const { targets, count } = placeChangedRows(table, kept, changed);
  const merge = <Name extends ColumnName>(name: Name) =>
    mergeColumn(name, { table, kept, changed, targets, count });
  const reviewers = mergeReviewers(table.reviewers, changed.reviewers);
  return {
    slideId: table.slideId,
    scanId: table.scanId,
    revision: changes.revision,
    count,
    ids: merge('ids'),
    xPx: merge('xPx'),
    yPx: merge('yPx'),
    widthPx: merge('widthPx'),
    heightPx: merge('heightPx'),
    score: merge('score'),
    field: merge('field'),
    predicted: merge('predicted'),
    probabilities: merge('probabilities'),
    strangeness: merge('strangeness'),
    verdict: merge('verdict'),
    reviewer: renumberReviewers(merge('reviewer'), { reviewers, changed, targets }),
    seen: merge('seen'),
    isDrawn: merge('isDrawn'),
    reviewers,
    fields: table.fields,
    model: table.model,
  };
}

/** Rows of the table that stay; undefined: all. */
function listKeptRows(table: CellTable, removedIds: Float64Array): Int32Array | undefined {
  if (removedIds.length === 0) return undefined;
  const removed = new Set(removedIds);
  const kept = new Int32Array(table.count);
  let count = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (removed.has(table.ids[row] ?? 0)) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.subarray(0, count);
}

/** For each changed row its row in the new table: where the cell stood, or after all others. */
function placeChangedRows(
  table: CellTable,
  kept: Int32Array | undefined,
  changed: CellTable,
): { readonly targets: Int32Array; readonly count: number } {
  const rowOfId = new Map<number, number>();
  for (const [row, id] of changed.ids.entries()) rowOfId.set(id, row);
  const targets = new Int32Array(changed.count).fill(-1);
  const keptCount = kept?.length ?? table.count;
  for (let at = 0; at < keptCount; at += 1) {
    const row = rowOfId.get(table.ids[kept?.[at] ?? at] ?? 0);
    if (row !== undefined) targets[row] = at;
  }
  let count = keptCount;
  for (const [row, target] of targets.entries()) {
    if (target !== -1) continue;
    targets[row] = count;
    count += 1;
  }
  return { targets, count };
}

function mergeColumn<Name extends ColumnName>(
  name: Name,
  given: {
    readonly table: CellTable;
    readonly kept: Int32Array | undefined;
    readonly changed: CellTable;
    readonly targets: Int32Array;
    readonly count: number;
  },
): CellTable[Name] {
  const { table, kept, changed, targets, count } = given;
  const width = columnWidths[name];
  const source: Column = table[name];
  const target = new (source.constructor as new (length: number) => Column)(count * width);
  if (kept === undefined) target.set(source);
  else copyKeptRows(source, kept, target, width);
  for (const [row, at] of targets.entries()) copyRow(changed[name], row, target, { at, width });
  return target as CellTable[Name];
}

/** Run by run: rows that go leave the others together. */
function copyKeptRows(source: Column, kept: Int32Array, target: Column, width: number): void {
  let at = 0;
  while (at < kept.length) {
    const first = kept[at] ?? 0;
    let end = at + 1;
    while (end < kept.length && kept[end] === first + end - at) end += 1;
    target.set(source.subarray(first * width, (first + end - at) * width), at * width);
    at = end;
  }
}

function copyRow(
  source: Column,
  row: number,
  target: Column,
  { at, width }: { readonly at: number; readonly width: number },
): void {
  for (let value = 0; value < width; value += 1)
    target[at * width + value] = source[row * width + value] ?? 0;
}

function mergeReviewers(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...known, ...more.filter((name) => !known.includes(name))];
}

/** Changed rows number the reviewers by a list of their own. Changes the column given. */
function renumberReviewers(
  column: Int16Array,
  given: {
    readonly reviewers: readonly string[];
    readonly changed: CellTable;
    readonly targets: Int32Array;
  },
): Int16Array {
  const { reviewers, changed, targets } = given;
  const numbers = changed.reviewers.map((name) => reviewers.indexOf(name));
  for (const [row, at] of targets.entries()) column[at] = numbers[changed.reviewer[row] ?? -1] ?? -1;
  return column;
}
