import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { standingNumberAt } from '../../../main/domain/countedCells.ts';
import { verdicts } from '../../../main/domain/verdict.ts';

export const cellSorts = ['blast', 'uncertainty', 'size', 'scan'] as const;
/** P(blast-like), highest first; entropy of the probabilities, least sure first; size, largest first; order of the
 *  scan. */
export type CellSort = (typeof cellSorts)[number];

/** A group's number: a verdict's place in `verdicts`, or this for cells that nobody has judged. */
export const unjudgedGroup = verdicts.length;

/** Number of the one group of a list of cells, whatever they are judged to be. */
export const listedGroup = unjudgedGroup + 1;

export interface CellFilter {
  /** groups that are shown */
  readonly groups: ReadonlySet<number>;
  /** only cells without a verdict of a person */
  readonly isUnreviewedOnly: boolean;
  /** only these cells: those that nobody had seen when the filter was set. Undefined: all */
  readonly ids: ReadonlySet<number> | undefined;
  /** P(blast-like), 0..1; cells that the model has not judged pass only the whole range */
  readonly lowProbability: number;
  readonly highProbability: number;
}

export interface CellOrder {
  readonly sort: CellSort;
  readonly isReversed: boolean;
  readonly filter: CellFilter;
  readonly isBlast: (cellClass: CellClass) => boolean;
  /** only these cells in this order, as one group; sort and filter are for the others */
  readonly listed?: readonly number[] | undefined;
}

/** The cells of one standing class in the order in which they are shown. */
export interface CellGroup {
  /** index into `verdicts`, `unjudgedGroup` or `listedGroup` */
  readonly group: number;
  /** rows of the table */
  readonly rows: Int32Array;
}

/** Widest key and most rows that fit a float64 together: 3 bits of group, 29 of key, 20 of row. */
const keySpan = 2 ** 29;
const rowSpan = 2 ** 20;
/** Size that ends the scale of keys, µm or pixels alike: no cell is larger */
const largestSize = 4096;

/** Groups and sorts 100,000 cells within milliseconds: group, key and row are packed into one number each, and those
 *  are sorted natively. Rows of equal keys keep the order of the scan. Groups without a cell are left out.
 *  @throws RangeError above 1,048,576 cells */
export function orderCells(table: CellTable, order: CellOrder): readonly CellGroup[] {
  if (table.count > rowSpan) throw new RangeError(`${table.count} cells are more than the gallery can order`);
  if (order.listed !== undefined) return listAsGroup(table, order.listed);
  const blast = blastProbabilities(table, order.isBlast);
  const packed = new Float64Array(table.count);
  let count = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (!passes(table, row, order.filter, blast[row] ?? -1)) continue;
    const key = keyAt(table, row, order.sort, blast[row] ?? -1);
    const whole = Math.min(keySpan - 1, Math.max(0, Math.floor(key * keySpan)));
    packed[count] =
      (groupAt(table, row) * keySpan + (order.isReversed ? keySpan - 1 - whole : whole)) * rowSpan + row;
    count += 1;
  }
  return splitGroups(packed.subarray(0, count).sort());
}

/** Cells that are gone meanwhile are left out. */
function listAsGroup(table: CellTable, listed: readonly number[]): readonly CellGroup[] {
  const rowOf = new Map(Array.from(table.ids, (id, row) => [id, row]));
  const rows = Int32Array.from(listed.flatMap((id) => rowOf.get(id) ?? []));
  return rows.length === 0 ? [] : [{ group: listedGroup, rows }];
}

export function groupAt(table: CellTable, row: number): number {
  const standing = standingNumberAt(table, row);
  return standing < 0 ? unjudgedGroup : standing;
}

/** P(blast-like) of every row, 0..1; -1 where the model has not judged. */
export function blastProbabilities(
  table: CellTable,
  isBlast: (cellClass: CellClass) => boolean,
): Float32Array {
  const blastColumns = cellClasses.flatMap((one, at) => (isBlast(one) ? [at] : []));
  const result = new Float32Array(table.count);
  for (let row = 0; row < table.count; row += 1) {
    if ((table.predicted[row] ?? -1) < 0) {
      result[row] = -1;
      continue;
    }
    let sum = 0;
    for (const at of blastColumns) sum += table.probabilities[row * cellClasses.length + at] ?? 0;
    result[row] = Math.min(1, sum);
  }
  return result;
}

/** Entropy of the model's probabilities over that of a guess: 0 sure, 1 no idea; undefined where it has not judged. */
export function uncertaintyAt(table: CellTable, row: number): number | undefined {
  if ((table.predicted[row] ?? -1) < 0) return undefined;
  let entropy = 0;
  for (let at = 0; at < cellClasses.length; at += 1) {
    const p = table.probabilities[row * cellClasses.length + at] ?? 0;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return Math.min(1, entropy / Math.log(cellClasses.length));
}

/** Edge of the square of the box's area, pixels: a diameter that long thin boxes do not blow up. */
export function sizePxAt(table: CellTable, row: number): number {
  return Math.sqrt((table.widthPx[row] ?? 0) * (table.heightPx[row] ?? 0));
}

function passes(table: CellTable, row: number, filter: CellFilter, blast: number): boolean {
  if (!filter.groups.has(groupAt(table, row))) return false;
  if (filter.isUnreviewedOnly && (table.verdict[row] ?? -1) >= 0) return false;
  if (filter.ids !== undefined && !filter.ids.has(table.ids[row] ?? 0)) return false;
  if (blast < 0) return filter.lowProbability <= 0 && filter.highProbability >= 1;
  return blast >= filter.lowProbability && blast <= filter.highProbability;
}

/** 0..1, what comes first is lowest; unjudged cells come first: nobody knows what they are. */
function keyAt(table: CellTable, row: number, sort: CellSort, blast: number): number {
  switch (sort) {
    case 'blast':
      return blast < 0 ? 0 : 1 - blast;
    case 'uncertainty':
      return 1 - (uncertaintyAt(table, row) ?? 1);
    case 'size':
      return 1 - Math.min(1, sizePxAt(table, row) / largestSize);
    case 'scan':
      return row / rowSpan;
  }
}

function splitGroups(sorted: Float64Array): readonly CellGroup[] {
  const groups: CellGroup[] = [];
  let from = 0;
  while (from < sorted.length) {
    const group = Math.floor((sorted[from] ?? 0) / (keySpan * rowSpan));
    let to = from;
    while (to < sorted.length && Math.floor((sorted[to] ?? 0) / (keySpan * rowSpan)) === group) to += 1;
    groups.push({ group, rows: Int32Array.from(sorted.subarray(from, to), (one) => one % rowSpan) });
    from = to;
  }
  return groups;
}
