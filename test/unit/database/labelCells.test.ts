import { expect, test } from 'vitest';
import { appendReview } from '../../../main/database/appendReview.ts';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { listCells } from '../../../main/database/cells.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { importLabels } from '../../../main/database/importLabels.ts';
import {
  deleteCells,
  drawCell,
  labelCells,
  markSeen,
  mergeCells,
  readLabelHistory,
  redoLabels,
  reshapeCell,
  splitCell,
  undoLabels,
} from '../../../main/database/labelCells.ts';
import type { Db } from '../../../main/database/open.ts';
import { readCellTable } from '../../../main/database/readCellTable.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { listReviews } from '../../../main/database/reviews.ts';
import { readStandingSums, tallyOf } from '../../../main/database/tallies.ts';
import { isBlastLike } from '../../../main/domain/cellClass.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import { countedClass } from '../../../main/domain/reviewedCell.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aCell, aScan, aSlide, cellsInRow, recordTwoFields } from '../../helpers/labRecords.ts';
import { codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const person = 'Ada';
const box = (xPx: number, yPx = 20) => ({ xPx, yPx, widthPx: 40, heightPx: 40 });

/** Three cells in a row of the first field, at 0, 100 and 200. */
function aLab() {
  const db = openTempDatabase();
  const recorded = recordTwoFields(db, cellsInRow(3));
  const ids = listCells(db, recorded.slideId).map(({ id }) => id);
  const [a, b, c] = ids;
  if (a === undefined || b === undefined || c === undefined) throw new Error('no cells');
  return { db, ...recorded, ids, a, b, c };
}

function verdictsOf(db: Db, slideId: SlideId) {
  return listCells(db, slideId).map(({ xPx, verdict }) => [xPx, verdict]);
}

test('a withdrawn verdict reads as none, and what was said stays in the record', () => {
  const { db, slideId, a } = aLab();
  labelCells(db, { slideId, person, cellIds: [a], verdict: 'unidentified' });
  expect(listCells(db, slideId).map(countedClass)).toEqual([undefined, 'pre-b', 'pre-b']);
  labelCells(db, { slideId, person: 'Ben', cellIds: [a], verdict: undefined });
  expect(listCells(db, slideId)[0]).toMatchObject({ verdict: undefined, reviewer: undefined });
  expect(listCells(db, slideId).map(countedClass)).toEqual(['pre-b', 'pre-b', 'pre-b']);
  expect(listReviews(db, a)).toMatchObject([
    { reviewer: 'Ada', verdict: 'unidentified' },
    { reviewer: 'Ben', verdict: undefined },
  ]);
});

test('undo gives a cell back to whom it was judged by before', () => {
  const { db, slideId, a, b } = aLab();
  labelCells(db, { slideId, person: 'Ben', cellIds: [a], verdict: 'benign' });
  labelCells(db, { slideId, person, cellIds: [a, b], verdict: 'pro-b' });
  const { action } = undoLabels(db, { slideId, person: 'Cleo' });
  expect(action).toMatchObject({ kind: 'undo', person: 'Cleo', cellCount: 2 });
  expect(listCells(db, slideId)).toMatchObject([
    { verdict: 'benign', reviewer: 'Ben' },
    { verdict: undefined, reviewer: undefined },
    { verdict: undefined },
  ]);
  redoLabels(db, { slideId, person: 'Cleo' });
  expect(listCells(db, slideId)).toMatchObject([
    { verdict: 'pro-b', reviewer: 'Ada' },
    { verdict: 'pro-b', reviewer: 'Ada' },
    { verdict: undefined },
  ]);
});

test('a drawn cell lies in the field that its box is deepest in, without a prediction', () => {
  const { db, slideId } = aLab();
  const { cellIds } = drawCell(db, { slideId, person, box: box(2150), verdict: undefined });
  expect(listCells(db, slideId).at(-1)).toMatchObject({
    ...box(50),
    id: cellIds[0],
    fieldIndex: 1,
    score: 1,
    prediction: undefined,
    verdict: undefined,
  });
  const table = readCellTable(db, slideId);
  expect([table.xPx[3], table.field[3], table.isDrawn[3], table.predicted[3]]).toEqual([2150, 1, 1, -1]);
  expect(codeOf(() => drawCell(db, { slideId, person, box: box(2040), verdict: 'benign' }))).toBe(
    'argument-invalid',
  );
});

test('a cell that is gone is in no list, cannot be changed, and comes back by undo', () => {
  const { db, slideId, a, b, c } = aLab();
  deleteCells(db, { slideId, person, cellIds: [a, c] });
  expect(verdictsOf(db, slideId)).toEqual([[100, undefined]]);
  expect(codeOf(() => labelCells(db, { slideId, person, cellIds: [b, c], verdict: 'benign' }))).toBe(
    'argument-invalid',
  );
  expect(codeOf(() => reshapeCell(db, { slideId, person, cellId: a, box: box(5) }))).toBe('argument-invalid');
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 1 });
  undoLabels(db, { slideId, person });
  expect(verdictsOf(db, slideId).map(([xPx]) => xPx)).toEqual([0, 100, 200]);
});

test('merged cells keep the verdict that they share; the parts of a split one have none', () => {
  const { db, slideId, a, b, c } = aLab();
  labelCells(db, { slideId, person, cellIds: [a, b, c], verdict: 'pro-b' });
  mergeCells(db, { slideId, person, cellIds: [a, b] });
  expect(listCells(db, slideId).at(-1)).toMatchObject({ xPx: 0, widthPx: 140, verdict: 'pro-b' });
  splitCell(db, { slideId, person, cellId: c, boxes: [box(200), box(230)] });
  expect(verdictsOf(db, slideId)).toEqual([
    [0, 'pro-b'],
    [200, undefined],
    [230, undefined],
  ]);
  for (const step of [1, 2]) expect(undoLabels(db, { slideId, person }).revision).toBe(4 + step);
  expect(verdictsOf(db, slideId)).toEqual([
    [0, 'pro-b'],
    [100, 'pro-b'],
    [200, 'pro-b'],
  ]);
});

test('cells of two fields cannot become one, nor can a cell leave its field', () => {
  const { db, slideId, a } = aLab();
  const [other] = drawCell(db, { slideId, person, box: box(2150), verdict: undefined }).cellIds;
  if (other === undefined) throw new Error('no cell');
  expect(codeOf(() => mergeCells(db, { slideId, person, cellIds: [a, other] }))).toBe('argument-invalid');
  expect(codeOf(() => mergeCells(db, { slideId, person, cellIds: [a, a] }))).toBe('argument-invalid');
  expect(codeOf(() => reshapeCell(db, { slideId, person, cellId: a, box: box(2150) }))).toBe(
    'argument-invalid',
  );
  expect(readLabelHistory(db, slideId).undoCount).toBe(1);
});

test('an action is stored whole or not at all: one strange cell among good ones changes nothing', () => {
  const { db, slideId, ids } = aLab();
  const before = readCellTable(db, slideId);
  const cellIds = [...ids, '999999' as CellId];
  expect(codeOf(() => labelCells(db, { slideId, person, cellIds, verdict: 'benign' }))).toBe(
    'argument-invalid',
  );
  expect(readCellTable(db, slideId)).toEqual(before);
  expect(readLabelHistory(db, slideId).undo).toBeUndefined();
});

test('cells of an earlier scan are refused, and the newest scan begins with nothing to undo', () => {
  const { db, slideId, modelId, a, ids } = aLab();
  labelCells(db, { slideId, person, cellIds: ids, verdict: 'benign' });
  recordScan(db, aScan({ slideId, modelId, cells: cellsInRow(3) }));
  expect(codeOf(() => labelCells(db, { slideId, person, cellIds: [a], verdict: 'pro-b' }))).toBe(
    'argument-invalid',
  );
  expect(codeOf(() => undoLabels(db, { slideId, person }))).toBe('argument-invalid');
  expect(codeOf(() => redoLabels(db, { slideId, person }))).toBe('argument-invalid');
  expect(listCells(db, slideId).map(({ verdict }) => verdict)).toEqual(['benign', 'benign', 'benign']);
});

test('labels of a file meet the cells they share half with, each the one that fits it best', () => {
  const { db, slideId } = aLab();
  const label = (xPx: number, verdict: 'benign' | 'pro-b', fieldName?: string) => ({
    ...{ box: box(xPx), verdict, fieldName },
  });
  const { change, passedOverCount } = importLabels(db, {
    slideId,
    person,
    labels: [
      label(10, 'benign'),
      label(1, 'pro-b'), // fits the first cell better
      label(100, 'benign', 'field-1.jpg'),
      label(300, 'pro-b', 'field-2.jpg'), // in pixels of that field
      label(2040, 'benign'), // between the fields
      label(100, 'benign', 'field-9.jpg'), // of no field of this scan
      { ...label(100, 'benign'), box: { ...box(100), widthPx: 50_000 } }, // no cell
    ],
  });
  expect(passedOverCount).toBe(3);
  expect(change.action).toMatchObject({ kind: 'import', cellCount: 4 });
  expect(listCells(db, slideId)).toMatchObject([
    { xPx: 0, verdict: 'pro-b' },
    { xPx: 100, verdict: 'benign' },
    { xPx: 200, verdict: undefined },
    { xPx: 10, verdict: 'benign', prediction: undefined },
    { xPx: 300, fieldIndex: 1, verdict: 'pro-b' },
  ]);
  undoLabels(db, { slideId, person });
  expect(verdictsOf(db, slideId)).toEqual([
    [0, undefined],
    [100, undefined],
    [200, undefined],
  ]);
  const nowhere = () => importLabels(db, { slideId, person, labels: [label(2040, 'benign')] });
  expect(codeOf(nowhere)).toBe('argument-invalid');
});

test('cells that a person has to see are counted, and those seen: looked at or judged', () => {
  const { db, slideId, scanId, a, b, c } = aLab();
  const tally = () => tallyOf(readStandingSums(db, scanId), isBlastLike);
  expect(tally()).toMatchObject({ mustSeeCount: 3, mustSeeSeenCount: 0, reviewedCount: 0 });
  expect(markSeen(db, { slideId, person, cellIds: [a] })).toMatchObject({ revision: 2 });
  expect(markSeen(db, { slideId, person: 'Ben', cellIds: [a] })).toBeUndefined();
  labelCells(db, { slideId, person, cellIds: [b], verdict: 'pro-b' });
  labelCells(db, { slideId, person, cellIds: [c], verdict: 'benign' });
  drawCell(db, { slideId, person, box: box(500), verdict: undefined });
  drawCell(db, { slideId, person, box: box(600), verdict: 'not-a-white-cell' });
  expect(tally()).toEqual({
    counts: { benign: 1, 'early-pre-b': 0, 'pre-b': 1, 'pro-b': 1 },
    unidentifiedCount: 0,
    notWhiteCount: 1,
    unjudgedCount: 1,
    reviewedCount: 3,
    mustSeeCount: 3,
    mustSeeSeenCount: 2,
  });
  // another lab counts pro-B only
  expect(tallyOf(readStandingSums(db, scanId), (one) => one === 'pro-b').mustSeeCount).toBe(2);
});

test('looking at cells of an earlier scan, or of another slide, changes no sum', () => {
  const { db, slideId, modelId, ids } = aLab();
  const { id: otherId } = findOrCreateSlide(db, aSlide({ path: '/slides/smear-2.jpg' }));
  recordScan(db, aScan({ slideId: otherId, modelId, cells: [aCell({ cellClass: 'pro-b' })] }));
  const strangers = listCells(db, otherId).map(({ id }) => id);
  expect(markSeen(db, { slideId, person, cellIds: strangers })).toBeUndefined();
  const scanId = recordScan(db, aScan({ slideId, modelId, cells: cellsInRow(2) }));
  expect(markSeen(db, { slideId, person, cellIds: ids })).toBeUndefined();
  const own = listCells(db, slideId).map(({ id }) => id);
  expect(markSeen(db, { slideId, person, cellIds: [...own, ...ids, ...strangers] })?.cellIds).toEqual(own);
  expect(readStandingSums(db, scanId)).toEqual([
    { standing: 'pre-b', cellCount: 2, reviewedCount: 0, seenCount: 2 },
  ]);
});

test('a review of the command line is an action too, and can be taken back', () => {
  const { db, slideId, a } = aLab();
  appendReview(db, { cellId: a, reviewer: 'Ada', verdict: 'benign', at: '2026-11-02T09:00:00.000Z' });
  expect(readLabelHistory(db, slideId).undo).toMatchObject({
    kind: 'label',
    person: 'Ada',
    at: '2026-11-02T09:00:00.000Z',
  });
  undoLabels(db, { slideId, person });
  expect(listCells(db, slideId)[0]?.verdict).toBeUndefined();
});

test('what another program does to the slide meanwhile is taken back in its turn', () => {
  const { db, slideId, a, b } = aLab();
  const other = openTempDatabase(db.name);
  labelCells(db, { slideId, person, cellIds: [a], verdict: 'benign' });
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 1 });
  labelCells(other, { slideId, person: 'Ben', cellIds: [b], verdict: 'pro-b' });
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 2, undo: { person: 'Ben' } });
  undoLabels(db, { slideId, person });
  expect(readLabelHistory(other, slideId)).toMatchObject({ undoCount: 1, redo: { person: 'Ben' } });
  undoLabels(other, { slideId, person: 'Ben' });
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 0, redoCount: 2 });
  expect(listCells(db, slideId).map(({ verdict }) => verdict)).toEqual([undefined, undefined, undefined]);
});

test('a slide without a scan has no cells to change', () => {
  const { db } = aLab();
  const { id: slideId } = findOrCreateSlide(db, aSlide({ path: '/slides/smear-2.jpg' }));
  expect(codeOf(() => readCellTable(db, slideId))).toBe('argument-invalid');
  expect(codeOf(() => undoLabels(db, { slideId, person }))).toBe('argument-invalid');
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 0, redoCount: 0 });
  expect(codeOf(() => readLabelHistory(db, 'nobody' as SlideId))).toBe('slide-unknown');
});

test('an action over twenty thousand cells is one action, one audit entry, and is undone in one go', () => {
  const db = openTempDatabase();
  const cells = Array.from({ length: 20_000 }, (_, at) =>
    aCell({ xPx: (at % 400) * 50, yPx: Math.floor(at / 400) * 50 }),
  );
  const { slideId, scanId } = recordTwoFields(db, cells);
  const cellIds = [...readCellTable(db, slideId).ids].map((id) => String(id) as CellId);
  const entriesBefore = verifyAuditChain(db).entryCount;
  labelCells(db, { slideId, person, cellIds, verdict: 'benign' });
  expect(verifyAuditChain(db).entryCount).toBe(entriesBefore + 1);
  expect(readStandingSums(db, scanId)).toEqual([
    { standing: 'benign', cellCount: 20_000, reviewedCount: 20_000, seenCount: 20_000 },
  ]);
  undoLabels(db, { slideId, person });
  expect(readStandingSums(db, scanId)).toEqual([
    { standing: 'pre-b', cellCount: 20_000, reviewedCount: 0, seenCount: 0 },
  ]);
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 0, redoCount: 1 });
  expect(checkIntegrity(db).isIntact).toBe(true);
});
