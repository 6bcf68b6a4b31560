import { expect, test } from 'vitest';
import { appendReview } from '../../../main/database/appendReview.ts';
import { listCells } from '../../../main/database/cells.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { deleteCells, labelCells, undoLabels } from '../../../main/database/labelCells.ts';
import { registerModel } from '../../../main/database/models.ts';
import type { Db } from '../../../main/database/open.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { cellClasses, type Verdict } from '../../../main/domain/cellClass.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { describeLabels } from '../../../main/workflows/describeLabels.ts';
import { aModelCard, aScan, aSlide, cellsInRow } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

function aSlideOf(db: Db, path: string, cellCount: number) {
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide({ path }));
  recordScan(db, aScan({ slideId, modelId, cells: cellsInRow(cellCount) }));
  return { slideId, cellIds: listCells(db, slideId).map(({ id }) => id) };
}

function review(db: Db, cellIds: readonly CellId[], verdicts: readonly Verdict[]): void {
  for (const [at, cellId] of cellIds.entries()) {
    const verdict = verdicts[at % verdicts.length];
    if (verdict !== undefined) appendReview(db, { cellId, reviewer: 'Ada', verdict });
  }
}

const none = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };

test('a lab without labels lacks three cells of every class', () => {
  const db = openTempDatabase();
  aSlideOf(db, '/slides/a.jpg', 5);
  expect(describeLabels(db)).toEqual({
    counts: none,
    slideCount: 0,
    heldBack: { slideCount: 0, cellCount: 0 },
    problem: expect.stringContaining('benign: 3 more, early-pre-b: 3 more, pre-b: 3 more, pro-b: 3 more'),
  });
});

test('what people said last counts, of classes only', () => {
  const db = openTempDatabase();
  const a = aSlideOf(db, '/slides/a.jpg', 6);
  const b = aSlideOf(db, '/slides/b.jpg', 2);
  review(db, a.cellIds, ['benign', 'pre-b', 'unidentified', 'not-a-white-cell', 'pro-b', 'pro-b']);
  review(db, b.cellIds, ['unidentified']);
  expect(describeLabels(db)).toMatchObject({
    counts: { ...none, benign: 1, 'pre-b': 1, 'pro-b': 2 },
    slideCount: 1,
  });
  const [first, second] = a.cellIds;
  if (first === undefined || second === undefined) throw new Error('No cells');
  const by = { slideId: a.slideId, person: 'Ada' };
  labelCells(db, { ...by, cellIds: [first], verdict: 'early-pre-b' });
  deleteCells(db, { ...by, cellIds: [second] });
  review(db, b.cellIds, ['benign']);
  expect(describeLabels(db)).toMatchObject({
    counts: { benign: 2, 'early-pre-b': 1, 'pre-b': 0, 'pro-b': 2 },
    slideCount: 2,
  });
  undoLabels(db, by);
  labelCells(db, { ...by, cellIds: [first], verdict: undefined });
  expect(describeLabels(db).counts).toEqual({ benign: 2, 'early-pre-b': 0, 'pre-b': 1, 'pro-b': 2 });
});

test('three cells of every class can be trained on', () => {
  const db = openTempDatabase();
  review(db, aSlideOf(db, '/slides/a.jpg', 12).cellIds, cellClasses);
  expect(describeLabels(db)).toEqual({
    ...{ counts: { benign: 3, 'early-pre-b': 3, 'pre-b': 3, 'pro-b': 3 }, slideCount: 1 },
    problem: undefined,
    heldBack: { slideCount: 0, cellCount: 0 },
  });
});

test('cells of a slide that was scanned again are counted once', () => {
  const db = openTempDatabase();
  const { slideId, cellIds } = aSlideOf(db, '/slides/a.jpg', 4);
  review(db, cellIds, cellClasses);
  const { id: modelId } = registerModel(db, aModelCard({ version: '2.0.0' }, 'other'));
  recordScan(db, aScan({ slideId: slideId as SlideId, modelId, cells: cellsInRow(4) }));
  const { counts, slideCount } = describeLabels(db);
  const carried = listCells(db, slideId).filter(({ verdict }) => verdict !== undefined).length;
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(carried);
  expect([carried, slideCount]).toEqual([4, 1]);
});
