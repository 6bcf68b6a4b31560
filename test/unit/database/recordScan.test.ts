import { expect, test } from 'vitest';
import { appendReview } from '../../../main/database/appendReview.ts';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { iterateScanCells, listCells, listScanCells } from '../../../main/database/cells.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../../main/database/models.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { listReviews } from '../../../main/database/reviews.ts';
import { findFinishedScan, listFields, listScans, readScan } from '../../../main/database/scans.ts';
import { findSlide } from '../../../main/database/slides.ts';
import type { ModelId } from '../../../main/domain/ids.ts';
import { estimatePixelSize } from '../../../main/domain/pixelSize.ts';
import type { CellGoal, ScanId } from '../../../main/domain/scan.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import {
  aCell,
  aField,
  aModelCard,
  aScan,
  aSlide,
  cellsInRow,
  recordScannedSlide,
} from '../../helpers/labRecords.ts';
import { codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('a scan comes back as it was stored: fields, failures, cells and predictions', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const scan = aScan({
    slideId,
    modelId,
    fields: [
      aField({ fieldIndex: 0, name: 'a.jpg', widthPx: 800, heightPx: 600 }),
      aField({ fieldIndex: 2, name: 'c.jpg', xPx: 1800.5, yPx: 20, focusScore: 0 }),
    ],
    leftOut: [
      { name: 'd.jpg', xPx: 1, yPx: 2, widthPx: 3, heightPx: 4, reason: 'out-of-focus', focusScore: 0.25 },
    ],
    failures: [{ name: 'b.jpg', code: 'slide-unreadable', message: 'Cannot read b.jpg.' }],
    cells: [aCell({ fieldIndex: 2, xPx: 1.25 }), aCell({ fieldIndex: 0, cellClass: 'benign', score: 1 })],
    redCellDiameterPx: undefined,
  });
  const scanId = recordScan(db, scan);
  expect(listFields(db, scanId)).toEqual({
    fields: scan.fields,
    failures: scan.failures,
    leftOut: scan.leftOut,
  });
  const { cellClass, probabilities, ...place } = aCell({ fieldIndex: 2, xPx: 1.25 });
  expect(listScanCells(db, scanId)).toMatchObject([
    { fieldIndex: 0, fieldName: 'a.jpg', score: 1, prediction: { cellClass: 'benign' } },
    { ...place, fieldName: 'c.jpg', prediction: { modelId, cellClass, probabilities }, verdict: undefined },
  ]);
  expect(readScan(db, scanId)).toMatchObject({
    slideId,
    modelId,
    durationMs: 1500,
    cellCount: 2,
    redCellDiameterPx: undefined,
  });
});

test('a scan that fails half-way leaves nothing behind', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const audited = verifyAuditChain(db).entryCount;
  const cells = [...cellsInRow(50), aCell({ fieldIndex: 7 })];
  expect(() => recordScan(db, aScan({ slideId, modelId, cells }))).toThrow('FOREIGN KEY');
  expect(() => recordScan(db, aScan({ slideId, modelId, cells: [aCell({ score: Number.NaN })] }))).toThrow(
    'NOT NULL',
  );
  for (const table of ['scans', 'fields', 'cells', 'predictions'])
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  expect(findSlide(db, slideId).state).toBe('pending');
  expect(verifyAuditChain(db)).toMatchObject({ isIntact: true, entryCount: audited });
});

const anyScan = { cellGoal: undefined, pixelSizeUm: undefined, redCellDiameterPx: undefined };

test('a slide scanned by a model is done for that model only', () => {
  const db = openTempDatabase();
  const { slide, scanId } = recordScannedSlide(db);
  const known = registerModel(db, aModelCard());
  const other = registerModel(db, aModelCard({ version: '2.0.0' }, 'other weights'));
  const wanted = { ...anyScan, slideId: slide.id };
  expect(findFinishedScan(db, { ...wanted, modelId: known.id })?.id).toBe(scanId);
  expect(findFinishedScan(db, { ...wanted, modelId: other.id })).toBeUndefined();
});

test('a scan that stopped early is enough for the same or a smaller goal, unless there was no more', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const isDone = (cellGoal: CellGoal | undefined) =>
    findFinishedScan(db, { ...anyScan, slideId, modelId, cellGoal }) !== undefined;
  recordScan(db, aScan({ slideId, modelId, cellGoal: 200, cells: cellsInRow(200) }));
  expect([100, 200, 400, 500, undefined].map((goal) => isDone(goal as CellGoal | undefined))).toEqual([
    ...[true, true, false, false, false],
  ]);
  recordScan(db, aScan({ slideId, modelId, cellGoal: 400, cells: cellsInRow(399) }));
  expect([isDone(500), isDone(undefined)]).toEqual([true, true]);
  recordScan(db, aScan({ slideId, modelId }));
  expect([isDone(100), isDone(undefined)]).toEqual([true, true]);
});

test('a scan by another scale than a person gives now is not enough', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const isDone = (hand: Partial<typeof anyScan> | { pixelSizeUm: number } | { redCellDiameterPx: number }) =>
    findFinishedScan(db, { ...anyScan, ...hand, slideId, modelId }) !== undefined;
  recordScan(db, aScan({ slideId, modelId }));
  expect([isDone({}), isDone({ pixelSizeUm: 0.1 }), isDone({ redCellDiameterPx: 72.5 })]).toEqual([
    ...[true, false, true],
  ]);
  const byHand = { xUm: 0.1, yUm: 0.1, origin: 'manual', interval: undefined } as const;
  recordScan(db, aScan({ slideId, modelId, pixelSize: byHand }));
  expect([isDone({}), isDone({ pixelSizeUm: 0.1 }), isDone({ pixelSizeUm: 0.2 })]).toEqual([
    ...[true, true, false],
  ]);
  // what the file says stands, whatever is given
  recordScan(db, aScan({ slideId, modelId, pixelSize: { ...byHand, origin: 'file' } }));
  expect(isDone({ pixelSizeUm: 0.2 })).toBe(true);
});

test('the scale of a scan, its goal and its warnings come back as they were stored', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const told = {
    fieldKind: 'region',
    pixelSize: estimatePixelSize([70, 75]),
    cellGoal: 500,
    candidateFieldCount: 1204,
    warnings: ['Red cells and “file” disagree.'],
  } as const;
  const scanId = recordScan(db, aScan({ slideId, modelId, ...told }));
  expect(readScan(db, scanId)).toMatchObject(told);
  expect(findSlide(db, slideId).currentScan).toMatchObject({ id: scanId, pixelSize: told.pixelSize });
  const unknown = recordScan(db, aScan({ slideId, modelId, pixelSize: undefined }));
  expect(readScan(db, unknown).pixelSize).toBeUndefined();
});

test('a rescan with another model keeps the old predictions and shows its own', () => {
  const db = openTempDatabase();
  const { slide, scanId } = recordScannedSlide(db);
  const before = listScanCells(db, scanId);
  const { id: modelId } = registerModel(db, aModelCard({ version: '2.0.0' }, 'other weights'));
  const second = recordScan(
    db,
    aScan({ slideId: slide.id, modelId, cells: [aCell({ cellClass: 'benign' })] }),
  );
  expect(listScanCells(db, scanId)).toEqual(before);
  expect(listCells(db, slide.id)).toMatchObject([{ prediction: { modelId, cellClass: 'benign' } }]);
  expect(listScans(db, slide.id).map((scan) => scan.id)).toEqual([scanId, second]);
});

test('a rescan carries each review to the same cell, though its box moved a little', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db, cellsInRow(3));
  const [, cell] = listCells(db, slide.id);
  if (cell === undefined) throw new Error('no cell');
  appendReview(db, { cellId: cell.id, reviewer: 'Ada', verdict: 'benign', at: '2026-11-02T09:00:00.000Z' });
  appendReview(db, { cellId: cell.id, reviewer: 'Ben', verdict: 'pro-b' });
  const { id: modelId } = registerModel(db, aModelCard({ version: '2.0.0' }, 'other weights'));
  const cells = cellsInRow(3).map((one) => ({ ...one, xPx: one.xPx + 3 }));
  recordScan(db, aScan({ slideId: slide.id, modelId, cells }));
  const again = listCells(db, slide.id);
  expect(again.map((one) => one.verdict)).toEqual([undefined, 'pro-b', undefined]);
  expect(listReviews(db, again[1]?.id ?? cell.id)).toMatchObject([
    { reviewer: 'Ada', verdict: 'benign', at: '2026-11-02T09:00:00.000Z', previousReviewId: undefined },
    { reviewer: 'Ben', verdict: 'pro-b' },
  ]);
});

test('a reviewed cell that a rescan misses stays in view, once, through further rescans', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db, cellsInRow(3));
  const [first, second] = listCells(db, slide.id);
  if (first === undefined || second === undefined) throw new Error('no cells');
  appendReview(db, { cellId: first.id, reviewer: 'Ada', verdict: 'not-a-white-cell' });
  appendReview(db, { cellId: second.id, reviewer: 'Ada', verdict: 'pro-b' });
  const { id: modelId } = registerModel(db, aModelCard());
  const missed = aScan({ slideId: slide.id, modelId, cells: cellsInRow(3).slice(2) });
  for (const scan of [missed, missed]) {
    recordScan(db, scan);
    expect(listCells(db, slide.id)).toMatchObject([
      { xPx: 200, verdict: undefined },
      { xPx: 100, verdict: 'pro-b', reviewer: 'Ada', prediction: undefined },
    ]);
    expect(findSlide(db, slide.id).currentScan?.cellCount).toBe(2);
  }
  recordScan(db, aScan({ slideId: slide.id, modelId, cells: cellsInRow(3) }));
  expect(listCells(db, slide.id).map((cell) => cell.verdict)).toEqual([
    'not-a-white-cell',
    'pro-b',
    undefined,
  ]);
});

test('reviews of a whole slide follow the cell to its place on the slide, though the fields are others', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const regions = (grid: readonly (readonly [name: string, xPx: number])[]) =>
    grid.map(([name, xPx], fieldIndex) => aField({ fieldIndex, name, xPx, yPx: 1000, widthPx: 700 }));
  const region = { slideId, modelId, fieldKind: 'region' } as const;
  const first = regions([
    ['x000000 y001000', 0],
    ['x000640 y001000', 640],
  ]);
  // on the slide: 100, 690 and 1200
  const cells = [aCell({ xPx: 100 }), aCell({ xPx: 50, fieldIndex: 1 }), aCell({ xPx: 560, fieldIndex: 1 })];
  recordScan(db, aScan({ ...region, fields: first, cells }));
  const [a, b, c] = listCells(db, slideId);
  if (a === undefined || b === undefined || c === undefined) throw new Error('no cells');
  appendReview(db, { cellId: a.id, reviewer: 'Ada', verdict: 'benign' });
  appendReview(db, { cellId: b.id, reviewer: 'Ada', verdict: 'pro-b' });
  appendReview(db, { cellId: c.id, reviewer: 'Ada', verdict: 'pre-b' });
  // another grid: 690 is found again in a field of another name, 100 is missed, 1200 was not looked at
  const second = regions([
    ['x000000 y001000', -20],
    ['x000500 y001000', 480],
  ]);
  recordScan(db, aScan({ ...region, fields: second, cells: [aCell({ xPx: 212, fieldIndex: 1 })] }));
  expect(listCells(db, slideId)).toMatchObject([
    {
      fieldName: 'x000000 y001000',
      fieldXPx: -20,
      xPx: 120,
      yPx: 20,
      verdict: 'benign',
      prediction: undefined,
    },
    { fieldName: 'x000500 y001000', fieldXPx: 480, xPx: 212, verdict: 'pro-b', reviewer: 'Ada' },
  ]);
  // what was reviewed where the second scan did not look comes back with a scan that does
  recordScan(db, aScan({ ...region, fields: first, cells }));
  expect(listCells(db, slideId).map(({ verdict }) => verdict)).toEqual(['benign', 'pro-b', 'pre-b']);
});

test('reviews of one large image follow it, once it is scanned by regions', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db, [aCell({ xPx: 900, yPx: 700 })]);
  const [cell] = listCells(db, slide.id);
  if (cell === undefined) throw new Error('no cell');
  appendReview(db, { cellId: cell.id, reviewer: 'Ada', verdict: 'pro-b' });
  const { id: modelId } = registerModel(db, aModelCard());
  const fields = [aField({ name: 'x000512 y000512', xPx: 500, yPx: 500 })];
  const cells = [aCell({ xPx: 402, yPx: 199 })];
  recordScan(db, aScan({ slideId: slide.id, modelId, fieldKind: 'region', fields, cells }));
  expect(listCells(db, slide.id)).toMatchObject([{ xPx: 402, verdict: 'pro-b' }]);
});

test('a slide of a hundred thousand cells is stored in one go and read while reviews come in', () => {
  const db = openTempDatabase();
  const cells = Array.from({ length: 100_000 }, (_, at) =>
    aCell({ xPx: (at % 400) * 50, yPx: Math.floor(at / 400) * 50 }),
  );
  const { scanId } = recordScannedSlide(db, cells);
  let count = 0;
  for (const cell of iterateScanCells(db, scanId)) {
    if (count % 20_000 === 0) appendReview(db, { cellId: cell.id, reviewer: 'Ada', verdict: 'pro-b' });
    count += 1;
  }
  expect(count).toBe(100_000);
  expect(listScanCells(db, scanId).filter((cell) => cell.verdict === 'pro-b')).toHaveLength(5);
  expect(checkIntegrity(db).isIntact).toBe(true);
}, 120_000);

test('a scan of an unknown slide or model, and cells of a slide never scanned, are refused', () => {
  const db = openTempDatabase();
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const modelId = 'nobody' as ModelId;
  expect(codeOf(() => recordScan(db, aScan({ slideId, modelId })))).toBe('model-unknown');
  expect(codeOf(() => recordScan(db, aScan({ slideId: 'x' as SlideId, modelId })))).toBe('slide-unknown');
  expect(codeOf(() => listCells(db, slideId))).toBe('argument-invalid');
  expect(codeOf(() => readScan(db, '17' as ScanId))).toBe('argument-invalid');
});
