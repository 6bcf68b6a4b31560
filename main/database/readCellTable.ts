import { cellClasses } from '../domain/cellClass.ts';
import type { CellChanges, CellField, CellTable } from '../domain/cellTable.ts';
import type { CellId } from '../domain/ids.ts';
import { type ProposedClass, proposedClasses } from '../domain/judgement.ts';
import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import { verdicts } from '../domain/verdict.ts';
import type { CellChange } from './changeCells.ts';
import type { Db } from './db.ts';
import { readJudgingModel } from './judgingModel.ts';
import { listPlaced } from './placedFields.ts';
import { prepare } from './prepare.ts';
import { requireCurrentScan } from './requireCurrentScan.ts';
import { readRevision } from './tallies.ts';
import { translating } from './transaction.ts';

/** Columns in the order in which a row is read below. */
const columns = `id, field_index, x_px, y_px, width_px, height_px, score, is_drawn, verdict, reviewer, is_seen,
  strangeness, cell_class, benign, early_pre_b, pre_b, pro_b`;

type CellRow = readonly [
  id: number,
  fieldIndex: number,
  xPx: number,
  yPx: number,
  widthPx: number,
  heightPx: number,
  score: number,
  isDrawn: number,
  verdict: string | null,
  reviewer: string | null,
  isSeen: number,
  strangeness: number | null,
  predicted: string | null,
  ...probabilities: (number | null)[],
];

/** The cells of a slide's newest scan as they are now. Rows are not looked at one by one as elsewhere in this folder:
 *  100,000 of them cross to a window at once.
 *  @throws as requireCurrentScan */
export function readCellTable(db: Db, slideId: SlideId): CellTable {
  const scanId = requireCurrentScan(db, slideId);
  const select = `SELECT ${columns} FROM current_cells WHERE scan_id = ? AND is_present = 1 ORDER BY field_index, id`;
  return translating(db, 'read the cells', () =>
    tableOf(db, { slideId, scanId, rows: prepare(db, select).raw().all(scanId) as readonly CellRow[] }),
  );
}

/** What became of the cells that an action touched. */
export function readCellChanges(
  db: Db,
  slideId: SlideId,
  change: Pick<CellChange, 'scanId' | 'revision' | 'cellIds'>,
): CellChanges {
  const { scanId, revision, cellIds } = change;
  const ids = JSON.stringify(cellIds.map(Number));
  const select = `SELECT ${columns} FROM current_cells
    WHERE id IN (SELECT value FROM json_each(?)) AND scan_id = ? AND is_present = 1 ORDER BY field_index, id`;
  const changed = translating(db, 'read the cells', () =>
    tableOf(db, { slideId, scanId, rows: prepare(db, select).raw().all(ids, scanId) as readonly CellRow[] }),
  );
  const there = new Set(changed.ids);
  const removedIds = Float64Array.from(cellIds.map(Number).filter((id: number) => !there.has(id)));
  return { slideId, scanId, revision, changed: { ...changed, revision, fields: [] }, removedIds };
}

/** As they are now, for cells that were only looked at. */
export function readCellsChanged(
  db: Db,
  given: { readonly slideId: SlideId; readonly scanId: ScanId; readonly cellIds: readonly CellId[] },
): CellChanges {
  return readCellChanges(db, given.slideId, { ...given, revision: readRevision(db, given.scanId) });
}

function tableOf(
  db: Db,
  given: { readonly slideId: SlideId; readonly scanId: ScanId; readonly rows: readonly CellRow[] },
): CellTable {
  const { slideId, scanId, rows } = given;
  const placed = listPlaced(db, scanId);
  const fieldRows = new Map(placed.map((field, at) => [field.fieldIndex, at]));
  const fields: readonly CellField[] = placed.map(({ fieldIndex: _, ...field }) => field);
  const reviewers: string[] = [];
  const reviewerRows = new Map<string, number>();
  const count = rows.length;
  const table = {
    ...{ slideId, scanId, revision: readRevision(db, scanId), count, reviewers, fields },
    model: readJudgingModel(db, scanId),
    ids: new Float64Array(count),
    xPx: new Float32Array(count),
    yPx: new Float32Array(count),
    widthPx: new Float32Array(count),
    heightPx: new Float32Array(count),
    score: new Float32Array(count),
    field: new Int32Array(count),
    predicted: new Int8Array(count).fill(-1),
    probabilities: new Float32Array(count * cellClasses.length),
    strangeness: new Float32Array(count).fill(Number.NaN),
    verdict: new Int8Array(count).fill(-1),
    reviewer: new Int16Array(count).fill(-1),
    seen: new Uint8Array(count),
    isDrawn: new Uint8Array(count),
  };
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as CellRow;
    const [
      id,
      fieldIndex,
      xPx,
      yPx,
      widthPx,
      heightPx,
      score,
      isDrawn,
      verdict,
      reviewer,
      isSeen,
      strangeness,
      predicted,
    ] = row;
    const fieldRow = fieldRows.get(fieldIndex) ?? 0;
    const field = fields[fieldRow];
    table.ids[at] = id;
    table.field[at] = fieldRow;
    table.xPx[at] = xPx + (field?.xPx ?? 0);
    table.yPx[at] = yPx + (field?.yPx ?? 0);
    table.widthPx[at] = widthPx;
    table.heightPx[at] = heightPx;
    table.score[at] = score;
    table.isDrawn[at] = isDrawn;
    table.seen[at] = isSeen;
    if (strangeness !== null) table.strangeness[at] = strangeness;
    if (verdict !== null) table.verdict[at] = requireIndex(verdicts, verdict);
    if (predicted !== null) {
      table.predicted[at] = requireIndex<ProposedClass>(proposedClasses, predicted);
      for (let column = 0; column < cellClasses.length; column += 1)
        table.probabilities[at * cellClasses.length + column] = Number(row[13 + column]);
    }
    if (reviewer === null) continue;
    let reviewerRow = reviewerRows.get(reviewer);
    if (reviewerRow === undefined) {
      reviewerRow = reviewers.push(reviewer) - 1;
      reviewerRows.set(reviewer, reviewerRow);
    }
    table.reviewer[at] = reviewerRow;
  }
  return table;
}

/** @throws LabError 'database-unreadable' for a class that this program does not know */
function requireIndex<Name extends string>(names: readonly Name[], name: string): number {
  const index = names.indexOf(name as Name);
  if (index !== -1) return index;
  throw new LabError(
    'database-unreadable',
    `The database holds a class "${name}" that this program does not know. Was it written by a newer one?`,
  );
}
