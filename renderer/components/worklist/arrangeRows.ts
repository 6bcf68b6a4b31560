import type { CellClass } from '../../../main/domain/cellClass.ts';
import { clopperPearson } from '../../../main/domain/clopperPearson.ts';
import { countUnseen, type ScanPriority, type WorklistRow } from '../../../main/domain/worklist.ts';

export const worklistFilters = ['all', 'working', 'withBlasts', 'toReview', 'failed', 'warnings'] as const;
export type WorklistFilter = (typeof worklistFilters)[number];

/** Which slides a person wants to see. */
export interface WorklistChoice {
  readonly search: string;
  readonly filter: WorklistFilter;
  readonly priority: ScanPriority | 'any';
}

export const everySlide: WorklistChoice = { search: '', filter: 'all', priority: 'any' };

export const worklistColumns = [
  'slide',
  'state',
  'cells',
  'blasts',
  'seen',
  'warnings',
  'report',
  'added',
] as const;
export type WorklistColumn = (typeof worklistColumns)[number];

export interface WorklistOrder {
  readonly column: WorklistColumn;
  readonly isDescending: boolean;
}

/** Blast-like cells of a scan, and all counted ones; undefined of a slide without a scan. */
export function blastsOf(
  { scan }: WorklistRow,
  isBlast: (cellClass: CellClass) => boolean,
): { readonly blastCount: number; readonly totalCount: number } | undefined {
  if (scan === undefined) return undefined;
  const counts = Object.entries(scan.tally.counts) as [CellClass, number][];
  return {
    blastCount: counts.reduce((sum, [cellClass, count]) => sum + (isBlast(cellClass) ? count : 0), 0),
    totalCount: counts.reduce((sum, [, count]) => sum + count, 0),
  };
}

/** The rows that fit search and filter, in the wanted order; equal ones stay in the order of the list. */
export function arrangeRows(
  rows: readonly WorklistRow[],
  wanted: WorklistChoice & {
    readonly order: WorklistOrder;
    readonly isBlast: (cellClass: CellClass) => boolean;
  },
): readonly WorklistRow[] {
  const { filter, priority, order, isBlast } = wanted;
  const search = wanted.search.trim().toLocaleLowerCase();
  const fitting = rows.filter(
    (row) =>
      fits(row, filter, isBlast) &&
      (priority === 'any' || row.priority === priority) &&
      (search === '' ||
        row.name.toLocaleLowerCase().includes(search) ||
        row.folderName.toLocaleLowerCase().includes(search)),
  );
  const sign = order.isDescending ? -1 : 1;
  const keyed = fitting.map((row) => ({ row, key: sortKey(row, order.column, isBlast) }));
  keyed.sort((a, b) => sign * compareKeys(a.key, b.key));
  return keyed.map(({ row }) => row);
}

function fits(row: WorklistRow, filter: WorklistFilter, isBlast: (cellClass: CellClass) => boolean): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'working':
      return row.state === 'waiting' || row.state === 'scanning' || row.state === 'new';
    case 'withBlasts':
      return (blastsOf(row, isBlast)?.blastCount ?? 0) > 0;
    case 'toReview':
      return unseenCount(row) > 0;
    case 'failed':
      return row.state === 'failed' || row.state === 'cancelled';
    case 'warnings':
      return warningCount(row) > 0;
  }
}

/** Cells that a person has still to see. */
export function unseenCount({ scan }: WorklistRow): number {
  return scan === undefined ? 0 : countUnseen(scan.tally);
}

export function warningCount({ scan }: WorklistRow): number {
  return scan === undefined ? 0 : scan.warnings.length + (scan.failedFieldCount > 0 ? 1 : 0);
}

const stateOrder = ['failed', 'scanning', 'waiting', 'new', 'cancelled', 'scanned'] as const;
const priorityOrder = ['stat', 'routine', 'background'] as const;

function sortKey(
  row: WorklistRow,
  column: WorklistColumn,
  isBlast: (cellClass: CellClass) => boolean,
): string | number {
  switch (column) {
    case 'slide':
      return row.name;
    case 'state':
      return stateOrder.indexOf(row.state) * 10 + priorityOrder.indexOf(row.priority);
    case 'cells':
      return row.scan?.cellCount ?? -1;
    case 'blasts': {
      const blasts = blastsOf(row, isBlast);
      // what is surely there counts, not a chance find in few cells
      return blasts === undefined ? -1 : clopperPearson(blasts.blastCount, blasts.totalCount).low;
    }
    case 'seen':
      return unseenCount(row);
    case 'warnings':
      return warningCount(row);
    case 'report':
      return row.reportedAt ?? '';
    case 'added':
      return row.addedAt;
  }
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b));
}
