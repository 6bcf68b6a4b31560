import { describe, expect, test } from 'vitest';
import type { WorklistRow } from '../../../main/domain/worklist.ts';
import {
  arrangeRows,
  blastsOf,
  everySlide,
  unseenCount,
  type WorklistColumn,
  type WorklistFilter,
  warningCount,
} from '../../../renderer/components/worklist/arrangeRows.ts';
import { mergeRows } from '../../../renderer/hooks/useWorklist.ts';
import { aWorklistRow } from '../../helpers/aWorklistRow.ts';

const isBlast = (cellClass: string) => cellClass !== 'benign';
const plain = {
  ...everySlide,
  order: { column: 'slide', isDescending: false },
  isBlast,
} as const;
const namesOf = (rows: readonly WorklistRow[]) => rows.map(({ name }) => name);

const rows = [
  aWorklistRow(1, {
    name: 'Smear 10',
    counts: { benign: 90, 'pro-b': 10 },
    mustSeeCount: 10,
    mustSeeSeenCount: 4,
  }),
  aWorklistRow(2, { name: 'smear 9', hasScan: false, priority: 'stat', state: 'waiting' }),
  aWorklistRow(3, {
    name: 'Ärztin',
    folderName: 'Nachtdienst',
    counts: { benign: 100 },
    warnings: ['Dark.'],
  }),
  aWorklistRow(4, { name: 'smear 11', state: 'failed', hasScan: false }),
  aWorklistRow(5, { name: 'smear 12', state: 'cancelled', counts: { 'pre-b': 1 }, failedFieldCount: 2 }),
  aWorklistRow(6, { name: 'smear 13', state: 'scanning', hasScan: false }),
];

describe('slides of the worklist', () => {
  test.each<[WorklistFilter, readonly string[]]>([
    ['all', ['Ärztin', 'smear 9', 'Smear 10', 'smear 11', 'smear 12', 'smear 13']],
    ['working', ['smear 9', 'smear 13']],
    ['withBlasts', ['Smear 10', 'smear 12']],
    ['toReview', ['Smear 10']],
    ['failed', ['smear 11', 'smear 12']],
    ['warnings', ['Ärztin', 'smear 12']],
  ])('that fit the filter %s, by name with figures as figures', (filter, names) => {
    expect(namesOf(arrangeRows(rows, { ...plain, filter }))).toEqual(names);
  });

  test.each([
    ['any', 6],
    ['stat', 1],
    ['routine', 5],
    ['background', 0],
  ] as const)('that have the priority %s', (priority, count) => {
    expect(arrangeRows(rows, { ...plain, priority })).toHaveLength(count);
    expect(arrangeRows(rows, { ...plain, priority, filter: 'working' }).length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['SMEAR 1', ['Smear 10', 'smear 11', 'smear 12', 'smear 13']],
    ['  nachtdienst ', ['Ärztin']],
    ['ärz', ['Ärztin']],
    ['ward 2', []],
  ])('are found by name or folder, in whatever case: "%s"', (search, names) => {
    expect(namesOf(arrangeRows(rows, { ...plain, search }))).toEqual(names);
  });

  test('stand by the share of blasts that is surely there: one of one comes after ten of a hundred', () => {
    const sure = aWorklistRow(1, { name: 'sure', counts: { benign: 90, 'pro-b': 10 } });
    const chance = aWorklistRow(2, { name: 'chance', counts: { benign: 99, 'pro-b': 1 } });
    const single = aWorklistRow(3, { name: 'single', counts: { 'pro-b': 1 } });
    const free = aWorklistRow(4, { name: 'free', counts: { benign: 100 } });
    const unscanned = aWorklistRow(5, { name: 'unscanned', hasScan: false });
    const order = { column: 'blasts', isDescending: true } as const;
    const all = [unscanned, free, single, chance, sure];
    expect(namesOf(arrangeRows(all, { ...plain, order }))).toEqual([
      'sure',
      'single',
      'chance',
      'free',
      'unscanned',
    ]);
    expect(namesOf(arrangeRows(all, { ...plain, order: { ...order, isDescending: false } }))[0]).toBe(
      'unscanned',
    );
  });

  test.each<[WorklistColumn, boolean, readonly string[]]>([
    ['state', false, ['failed', 'stat waiting', 'routine waiting', 'scanned']],
    ['cells', true, ['scanned', 'failed', 'stat waiting', 'routine waiting']],
    ['seen', true, ['scanned', 'failed', 'stat waiting', 'routine waiting']],
    ['warnings', true, ['scanned', 'failed', 'stat waiting', 'routine waiting']],
    ['report', true, ['scanned', 'failed', 'stat waiting', 'routine waiting']],
    ['added', true, ['stat waiting', 'failed', 'routine waiting', 'scanned']],
  ])('stand by %s; equal ones as they came', (column, isDescending, names) => {
    const some = [
      aWorklistRow(1, {
        name: 'failed',
        state: 'failed',
        hasScan: false,
        addedAt: '2026-01-03T00:00:00.000Z',
      }),
      aWorklistRow(2, {
        name: 'stat waiting',
        state: 'waiting',
        priority: 'stat',
        hasScan: false,
        addedAt: '2026-01-04T00:00:00.000Z',
      }),
      aWorklistRow(3, {
        name: 'routine waiting',
        state: 'waiting',
        hasScan: false,
        addedAt: '2026-01-02T00:00:00.000Z',
      }),
      aWorklistRow(4, {
        name: 'scanned',
        counts: { benign: 3 },
        mustSeeCount: 2,
        warnings: ['Dark.'],
        reportedAt: '2026-01-04T00:00:00.000Z',
        addedAt: '2026-01-01T00:00:00.000Z',
      }),
    ];
    expect(namesOf(arrangeRows(some, { ...plain, order: { column, isDescending } }))).toEqual(names);
  });

  test('count as blasts what the lab counts as such', () => {
    const row = aWorklistRow(1, { counts: { benign: 5, 'early-pre-b': 2, 'pro-b': 3 } });
    expect(blastsOf(row, isBlast)).toEqual({ blastCount: 5, totalCount: 10 });
    expect(blastsOf(row, (one) => one === 'pro-b')).toEqual({ blastCount: 3, totalCount: 10 });
    expect(blastsOf(aWorklistRow(1, { hasScan: false }), isBlast)).toBeUndefined();
  });

  test('say what is left to see, and fields that could not be read as one warning', () => {
    const row = aWorklistRow(1, {
      mustSeeCount: 9,
      mustSeeSeenCount: 2,
      warnings: ['Dark.'],
      failedFieldCount: 7,
    });
    expect([unseenCount(row), warningCount(row)]).toEqual([7, 2]);
    const unscanned = aWorklistRow(2, { hasScan: false });
    expect([unseenCount(unscanned), warningCount(unscanned)]).toEqual([0, 0]);
  });
});

describe('a change to the worklist', () => {
  const before = [aWorklistRow(1), aWorklistRow(2), aWorklistRow(3)];

  test('keeps each slide in its place and leaves the others the same', () => {
    const changed = aWorklistRow(2, { state: 'scanning' });
    const after = mergeRows(before, [changed]);
    expect(after).toEqual([before[0], changed, before[2]]);
    expect(after[0]).toBe(before[0]);
  });

  test('puts new slides first, in the order they came', () => {
    const after = mergeRows(before, [aWorklistRow(5), aWorklistRow(3, { state: 'failed' }), aWorklistRow(4)]);
    expect(namesOf(after)).toEqual(['smear-5', 'smear-4', 'smear-1', 'smear-2', 'smear-3']);
    expect(after[4]?.state).toBe('failed');
  });

  test('of no slide leaves all as they were', () => expect(mergeRows(before, [])).toEqual(before));
});
