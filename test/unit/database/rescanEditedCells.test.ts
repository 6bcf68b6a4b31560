import { expect, test } from 'vitest';
import { listCells } from '../../../main/database/cells.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import {
  deleteCells,
  drawCell,
  labelCells,
  mergeCells,
  reshapeCell,
  splitCell,
  undoLabels,
} from '../../../main/database/labelCells.ts';
import { registerModel } from '../../../main/database/models.ts';
import type { Db } from '../../../main/database/open.ts';
import { readCellTable } from '../../../main/database/readCellTable.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import {
  aCell,
  aField,
  aModelCard,
  aScan,
  aSlide,
  cellsInRow,
  recordTwoFields,
} from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

const person = 'Ada';
const box = (xPx: number, widthPx = 40) => ({ xPx, yPx: 20, widthPx, heightPx: 40 });

function aLab() {
  const db = openTempDatabase();
  const { slideId, modelId } = recordTwoFields(db, cellsInRow(3));
  const [a, b, c] = listCells(db, slideId).map(({ id }) => id);
  if (a === undefined || b === undefined || c === undefined) throw new Error('no cells');
  const fields = [aField(), aField({ fieldIndex: 1, name: 'field-2.jpg', xPx: 2100 })];
  const rescan = (cells = cellsInRow(3)) => recordScan(db, aScan({ slideId, modelId, fields, cells }));
  return { db, slideId, rescan, a, b, c };
}

function boxesOf(db: Db, slideId: SlideId) {
  return listCells(db, slideId).map(({ xPx, widthPx }) => [xPx, widthPx]);
}

test('who deleted a cell need not delete it in the next scan, nor in the one after', () => {
  const { db, slideId, rescan, a } = aLab();
  labelCells(db, { slideId, person, cellIds: [a], verdict: 'benign' });
  deleteCells(db, { slideId, person, cellIds: [a] });
  rescan();
  expect(boxesOf(db, slideId)).toEqual([
    [100, 40],
    [200, 40],
  ]);
  rescan(cellsInRow(3).slice(1)); // missed, and so nothing to hide
  rescan();
  expect(boxesOf(db, slideId)).toEqual([
    [100, 40],
    [200, 40],
  ]);
});

test('a box that a person set right stays so, whether the next scan finds the cell or not', () => {
  const { db, slideId, rescan, a } = aLab();
  reshapeCell(db, { slideId, person, cellId: a, box: box(2, 95) });
  rescan();
  expect(boxesOf(db, slideId)).toEqual([
    [2, 95],
    [100, 40],
    [200, 40],
  ]);
  expect(listCells(db, slideId)[0]?.prediction).toBeDefined();
  for (const _ of [1, 2]) {
    rescan(cellsInRow(3).slice(1));
    expect(boxesOf(db, slideId)).toEqual([
      [100, 40],
      [200, 40],
      [2, 95],
    ]);
  }
});

test('a drawn cell is kept, with or without a verdict, and stays drawn', () => {
  const { db, slideId, rescan } = aLab();
  drawCell(db, { slideId, person, box: box(500), verdict: undefined });
  drawCell(db, { slideId, person, box: box(2600), verdict: 'pro-b' });
  for (const _ of [1, 2]) {
    rescan();
    expect(listCells(db, slideId).slice(3)).toMatchObject([
      { xPx: 500, fieldIndex: 0, verdict: undefined },
      { xPx: 500, fieldIndex: 1, verdict: 'pro-b', reviewer: 'Ada' },
    ]);
    expect([...readCellTable(db, slideId).isDrawn]).toEqual([0, 0, 0, 1, 1]);
  }
});

test('a drawn cell that a scan finds by itself is that cell, where the person drew it', () => {
  const { db, slideId, rescan } = aLab();
  drawCell(db, { slideId, person, box: box(500), verdict: 'pro-b' });
  rescan([...cellsInRow(3), aCell({ xPx: 505 })]);
  expect(listCells(db, slideId).slice(3)).toMatchObject([
    { xPx: 500, verdict: 'pro-b', prediction: { cellClass: 'pre-b' } },
  ]);
});

test('a drawn cell that was taken back hides nothing that a scan finds there', () => {
  const { db, slideId, rescan } = aLab();
  drawCell(db, { slideId, person, box: box(500), verdict: 'pro-b' });
  undoLabels(db, { slideId, person });
  rescan([...cellsInRow(3), aCell({ xPx: 505 })]);
  expect(listCells(db, slideId).slice(3)).toMatchObject([{ xPx: 505, verdict: undefined }]);
});

test('cells that were merged or split stay so', () => {
  const { db, slideId, rescan, a, b, c } = aLab();
  mergeCells(db, { slideId, person, cellIds: [a, b] });
  splitCell(db, { slideId, person, cellId: c, boxes: [box(198, 18), box(222, 18)] });
  const wanted = [
    [0, 140],
    [198, 18],
    [222, 18],
  ];
  for (const _ of [1, 2]) {
    rescan();
    expect(boxesOf(db, slideId)).toEqual(wanted);
  }
});

test('a withdrawn verdict is carried as withdrawn, and keeps no cell alive', () => {
  const { db, slideId, rescan, a, b } = aLab();
  labelCells(db, { slideId, person, cellIds: [a, b], verdict: 'pro-b' });
  labelCells(db, { slideId, person, cellIds: [a, b], verdict: undefined });
  rescan(cellsInRow(3).slice(1));
  expect(listCells(db, slideId)).toMatchObject([
    { xPx: 100, verdict: undefined, reviewer: undefined },
    { xPx: 200 },
  ]);
});

test('what a person drew and moved on a whole slide keeps its place there, though the fields are others', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const region = (xPx: number) => aField({ name: `x${xPx}`, xPx, yPx: 1000, widthPx: 900 });
  const scanAt = (xPx: number, cellXPx: number) =>
    recordScan(
      db,
      aScan({
        slideId,
        modelId,
        fieldKind: 'region',
        fields: [region(xPx)],
        cells: [aCell({ xPx: cellXPx })],
      }),
    );
  scanAt(0, 300);
  const [cell] = listCells(db, slideId);
  if (cell === undefined) throw new Error('no cell');
  reshapeCell(db, { slideId, person, cellId: cell.id, box: { ...box(310, 50), yPx: 1020 } });
  drawCell(db, { slideId, person, box: { ...box(600), yPx: 1030 }, verdict: undefined });
  scanAt(200, 100);
  const table = readCellTable(db, slideId);
  expect([[...table.xPx], [...table.yPx], [...table.widthPx]]).toEqual([
    [310, 600],
    [1020, 1030],
    [50, 40],
  ]);
  expect(listCells(db, slideId)).toMatchObject([{ xPx: 110 }, { xPx: 400 }]);
});
