import { expect, test } from 'vitest';
import { appendReview } from '../../../main/database/appendReview.ts';
import { listCells } from '../../../main/database/cells.ts';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { describeNextCells } from '../../../main/workflows/describeNextCells.ts';
import { nextCells } from '../../../main/workflows/nextCells.ts';
import { fillLab } from '../../helpers/fillLab.ts';
import { aModelCard } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('only cells without a verdict are named, of the whole lab or of one slide', () => {
  const db = openTempDatabase();
  const slideIds = fillLab(db, { slideCount: 3, cellsPerSlide: 40, card: aModelCard() });
  const [slideId] = slideIds;
  if (slideId === undefined) throw new Error('No slide');
  const first = nextCells(db, { count: 30 });
  expect(first).toHaveLength(30);
  expect(new Set(first.map(({ slide }) => slide))).toEqual(new Set(slideIds));
  for (const [index, { id }] of first.entries())
    appendReview(db, { cellId: id, reviewer: 'Dr. A. Example', verdict: cellClasses[index % 4] ?? 'benign' });
  const labelled = new Set(first.map(({ id }) => id));
  const second = nextCells(db, { count: 200 });
  expect(second).toHaveLength(90);
  expect(second.filter(({ id }) => labelled.has(id))).toEqual([]);
  const ofSlide = nextCells(db, { slideId, count: 200 });
  const open = listCells(db, slideId).filter(({ verdict }) => verdict === undefined);
  expect(ofSlide.map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
});

test('a lab without cells has none to name, and a slide that is not known is told', () => {
  const db = openTempDatabase();
  expect(nextCells(db, { count: 5 })).toEqual([]);
  expect(() => describeNextCells(db, { slide: 'smear-9', count: 5 })).toThrow(
    expect.objectContaining({ code: 'slide-unknown' }),
  );
});

test('named cells have the names of their slide and field', () => {
  const db = openTempDatabase();
  fillLab(db, { slideCount: 1, cellsPerSlide: 5, card: aModelCard() });
  const cells = describeNextCells(db, { slide: undefined, count: 2 });
  expect(cells).toHaveLength(2);
  expect(cells[0]).toMatchObject({
    slide: { name: expect.stringContaining('smear-00000') },
    field: { index: 0, name: expect.stringMatching(/./) },
    probabilities: { benign: expect.any(Number) },
  });
});
