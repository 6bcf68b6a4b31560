import { expect, test } from 'vitest';
import { applyCellChanges } from '../../../main/domain/applyCellChanges.ts';
import type { CellChanges, CellTable } from '../../../main/domain/cellTable.ts';
import type { ScanId } from '../../../main/domain/scan.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aJudgingModel } from '../../helpers/aCellTable.ts';

interface Row {
  readonly id: number;
  readonly xPx?: number;
  readonly verdict?: number;
  readonly reviewer?: string;
  readonly probabilities?: readonly number[];
}

/** Rows as a table; every column tells the id, so that one that was moved wrongly shows. */
function aTable(rows: readonly Row[], revision = 1): CellTable {
  const reviewers = [...new Set(rows.flatMap(({ reviewer }) => reviewer ?? []))];
  const ids = rows.map(({ id }) => id);
  return {
    slideId: 'slide' as SlideId,
    scanId: '1' as ScanId,
    ...{ revision, count: rows.length, reviewers, fields: [], model: aJudgingModel },
    ids: Float64Array.from(ids),
    xPx: Float32Array.from(rows.map(({ id, xPx }) => xPx ?? id * 10)),
    yPx: Float32Array.from(ids.map((id) => id * 20)),
    widthPx: Float32Array.from(ids.map((id) => id + 30)),
    heightPx: Float32Array.from(ids.map((id) => id + 40)),
    score: Float32Array.from(ids.map((id) => id / 64)),
    field: Int32Array.from(ids.map((id) => id % 7)),
    predicted: Int8Array.from(ids.map((id) => id % 4)),
    probabilities: Float32Array.from(
      rows.flatMap(({ id, probabilities }) => probabilities ?? [0, 0.25, id / 64, 1]),
    ),
    strangeness: Float32Array.from(ids.map((id) => id / 32)),
    verdict: Int8Array.from(rows.map(({ verdict }) => verdict ?? -1)),
    reviewer: Int16Array.from(rows.map(({ reviewer }) => reviewers.indexOf(reviewer ?? ''))),
    seen: Uint8Array.from(ids.map((id) => id % 2)),
    isDrawn: Uint8Array.from(ids.map((id) => id % 3)),
  };
}

function theChanges(
  rows: readonly Row[],
  { removed = [], revision = 2 }: { removed?: readonly number[]; revision?: number } = {},
): CellChanges {
  const changed = aTable(rows, revision);
  return {
    slideId: changed.slideId,
    scanId: changed.scanId,
    revision,
    changed,
    removedIds: Float64Array.from(removed),
  };
}

const rows: readonly Row[] = [
  { id: 3, verdict: 1, reviewer: 'Ada' },
  { id: 5 },
  { id: 8, verdict: 2, reviewer: 'Ben' },
  { id: 9 },
  { id: 12 },
];

test('changed cells change in their rows, in every column, and the table before stays as it was', () => {
  const before = aTable(rows);
  const five = { id: 5, xPx: 999, verdict: 4, reviewer: 'Ben', probabilities: [1, 0, 0, 0] };
  const after = applyCellChanges(before, theChanges([five]));
  const [three, , eight, ...others] = rows as [Row, Row, Row];
  const wanted = aTable([three, five, eight, ...others], 2);
  expect(after).toEqual(wanted);
  expect(before).toEqual(aTable(rows));
});

test('cells that are gone leave the others in their order, new ones come last', () => {
  const after = applyCellChanges(
    aTable(rows),
    theChanges(
      [
        { id: 20, verdict: 0, reviewer: 'Cleo' },
        { id: 9, verdict: 3, reviewer: 'Ada' },
      ],
      {
        removed: [3, 8],
      },
    ),
  );
  const wanted = aTable(
    [{ id: 5 }, { id: 9, verdict: 3, reviewer: 'Ada' }, { id: 12 }, { id: 20, verdict: 0, reviewer: 'Cleo' }],
    2,
  );
  // reviewers are numbered by the list of the table before
  const { reviewer: _numbers, reviewers: _names, ...columns } = wanted;
  expect(after).toMatchObject(columns);
  expect([...(after?.reviewer ?? [])].map((at) => after?.reviewers[at])).toEqual([
    undefined,
    'Ada',
    undefined,
    'Cleo',
  ]);
});

test('changes that are not the next ones ask for reading anew; those that are known change nothing', () => {
  const table = aTable(rows, 4);
  expect(applyCellChanges(table, theChanges([], { revision: 6 }))).toBeUndefined();
  expect(applyCellChanges(table, theChanges([{ id: 5 }], { revision: 4 }))).toBe(table);
  const ofAnotherScan = { ...theChanges([], { revision: 5 }), scanId: '2' as ScanId };
  expect(applyCellChanges(table, ofAnotherScan)).toBeUndefined();
});

test('all cells may go, and come into an empty table', () => {
  const empty = applyCellChanges(aTable(rows), theChanges([], { removed: rows.map(({ id }) => id) }));
  expect(empty).toMatchObject({ count: 0, ids: new Float64Array(0), probabilities: new Float32Array(0) });
  if (empty === undefined) throw new Error('no table');
  const full = applyCellChanges(empty, theChanges(rows, { revision: 3 }));
  expect(full?.ids).toEqual(aTable(rows).ids);
});
