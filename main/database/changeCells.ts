import type { PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId, ReviewId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelAction, LabelActionKind } from '../domain/labelAction.ts';
import type { ScanId } from '../domain/scan.ts';
import { appendAudit } from './audit.ts';
import { type CellPlace, insertCellEdit } from './cellEdits.ts';
import type { Db } from './db.ts';
import { insertCellRow } from './insertCellRow.ts';
import { insertLabelAction } from './labelActions.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { insertReview } from './reviews.ts';
import { moveTally, raiseRevision, sumStandings } from './tallies.ts';
import { inTransaction } from './transaction.ts';

/** What an action does to cells; every cell at most once in each list. */
export interface CellEffects {
  readonly verdicts?: readonly VerdictGiven[];
  readonly places?: readonly CellPlace[];
  /** cells that a person makes, each in pixels of its field; a verdict is theirs at once */
  readonly newCells?: readonly NewCell[];
}

export interface VerdictGiven {
  readonly cellId: CellId;
  /** undefined takes back what was said */
  readonly verdict: Verdict | undefined;
  /** whose verdict it is; who acts unless told: undo puts back what another has said */
  readonly reviewer?: string;
}

export interface NewCell {
  readonly fieldIndex: number;
  readonly box: PixelBox;
  readonly verdict: Verdict | undefined;
}

export interface CellChange {
  readonly scanId: ScanId;
  readonly action: LabelAction;
  /** of the scan after the change */
  readonly revision: number;
  /** cells that the action touched, those that it made among them */
  readonly cellIds: readonly CellId[];
}

/** Carries out one action on the cells of a scan, whole or not at all: its row, its edits and reviews, the scan's
 *  sums and revision, and the audit entry. On disk when this returns.
 *  @throws LabError 'argument-invalid' when a cell is not of the scan */
export function changeCells(
  db: Db,
  given: {
    readonly scanId: ScanId;
    readonly kind: LabelActionKind;
    readonly person: string;
    readonly targetId?: string | undefined;
    /** ISO 8601 in UTC; now unless told */
    readonly at?: string | undefined;
  },
  effects: CellEffects,
): CellChange {
  return inTransaction(db, 'change cells', () => {
    const { scanId, kind, person, targetId, at } = given;
    const { verdicts = [], places = [], newCells = [] } = effects;
    const known = [...new Set([...verdicts, ...places].map(({ cellId }) => cellId))];
    refuseStrangers(db, scanId, known);
    const before = sumStandings(db, known);
    const cellCount = known.length + newCells.length;
    const action = insertLabelAction(db, scanId, { kind, person, targetId, cellCount, at });
    for (const place of places) insertCellEdit(db, { ...place, actionId: action.id, isNew: false });
    for (const verdict of verdicts) appendVerdict(db, action, verdict);
    const made = newCells.map((cell) => insertNewCell(db, { scanId, action, cell }));
    const cellIds = [...known, ...made];
    moveTally(db, scanId, { before, after: sumStandings(db, cellIds) });
    const revision = raiseRevision(db, scanId);
    appendAudit(db, {
      ...{ actor: person, action: `cells-${kind}`, subject: action.id, at: action.at },
      details: { scanId, cellCount, ...(targetId === undefined ? {} : { targetId }) },
    });
    return { scanId, action, revision, cellIds };
  });
}

function appendVerdict(db: Db, action: LabelAction, { cellId, verdict, reviewer }: VerdictGiven): void {
  insertReview(
    db,
    {
      id: newId() as ReviewId,
      cellId,
      reviewer: reviewer ?? action.person,
      verdict,
      carriedFromReviewId: undefined,
      at: action.at,
    },
    action.id,
  );
}

function insertNewCell(
  db: Db,
  { scanId, action, cell }: { readonly scanId: ScanId; readonly action: LabelAction; readonly cell: NewCell },
): CellId {
  const cellId = insertCellRow(db, scanId, { ...cell.box, fieldIndex: cell.fieldIndex, score: 1 });
  insertCellEdit(db, { cellId, box: cell.box, isPresent: true, isNew: true, actionId: action.id });
  if (cell.verdict !== undefined) appendVerdict(db, action, { cellId, verdict: cell.verdict });
  return cellId;
}

function refuseStrangers(db: Db, scanId: ScanId, cellIds: readonly CellId[]): void {
  const count = prepare(
    db,
    'SELECT count(*) FROM cells WHERE scan_id = ? AND id IN (SELECT value FROM json_each(?))',
  );
  const known = count.pluck().get(scanId, JSON.stringify(cellIds.map(Number)));
  if (known !== cellIds.length)
    throw new LabError(
      'argument-invalid',
      'A cell does not belong to the newest scan of this slide. Open the slide again: it may have been scanned anew.',
      { scanId },
    );
}
