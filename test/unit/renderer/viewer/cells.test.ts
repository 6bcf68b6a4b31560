import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxAt } from '../../../../main/domain/cellTable.ts';
import { heatColour } from '../../../../main/domain/heatMap.ts';
import { defaultLabSettings } from '../../../../main/domain/labSettings.ts';
import {
  countStanding,
  everyCell,
  filterCells,
  probabilityHistogram,
} from '../../../../renderer/components/viewer/cellFilter.ts';
import { createCellIndex } from '../../../../renderer/components/viewer/cellIndex.ts';
import { idsInside, rowOfId } from '../../../../renderer/components/viewer/cellsInside.ts';
import { computeHeatMap } from '../../../../renderer/components/viewer/heatMap.ts';
import { type CellStep, findNextCell } from '../../../../renderer/components/viewer/nextCell.ts';
import { objectivePresets } from '../../../../renderer/components/viewer/objectivePresets.ts';
import { readViewerKey } from '../../../../renderer/components/viewer/readViewerKey.ts';
import { hasSamePlaces } from '../../../../renderer/components/viewer/useIndexedCells.ts';
import { aCellTable, isBlast } from './aCellTable.ts';

const everyRow = () => true;

describe('the index of cells', () => {
  const cell = fc.record({
    id: fc.integer({ min: 1, max: 1e6 }),
    xPx: fc.integer({ min: 0, max: 1000 }),
    yPx: fc.integer({ min: 0, max: 1000 }),
    edgePx: fc.integer({ min: 4, max: 80 }),
  });

  test('finds the cells that a plain search through all of them finds', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 60 }), cell, (cells, view) => {
        const table = aCellTable(cells);
        const found = createCellIndex(table).search(
          view.xPx,
          view.yPx,
          view.xPx + view.edgePx,
          view.yPx + view.edgePx,
        );
        const meets = cells.flatMap(({ xPx, yPx, edgePx }, row) =>
          xPx <= view.xPx + view.edgePx &&
          xPx + edgePx >= view.xPx &&
          yPx <= view.yPx + view.edgePx &&
          yPx + edgePx >= view.yPx
            ? [row]
            : [],
        );
        expect([...found].sort((a, b) => a - b)).toEqual(meets);
      }),
    );
  });

  test('a click in two cells takes the smaller, and never one that is hidden', () => {
    const table = aCellTable([
      { id: 1, xPx: 0, yPx: 0, edgePx: 100 },
      { id: 2, xPx: 40, yPx: 40, edgePx: 20 },
    ]);
    const index = createCellIndex(table);
    expect(index.hit({ x: 50, y: 50 }, 0, everyRow)).toBe(1);
    expect(index.hit({ x: 50, y: 50 }, 0, (row) => row !== 1)).toBe(0);
    expect(index.hit({ x: 150, y: 50 }, 0, everyRow)).toBeUndefined();
    expect(index.hit({ x: 103, y: 50 }, 4, everyRow)).toBe(0);
  });

  test('stays as it is after a label, not after a box has moved', () => {
    const before = aCellTable([{ id: 1, xPx: 10 }]);
    expect(hasSamePlaces(before, aCellTable([{ id: 1, xPx: 10, verdict: 'pro-b' }]))).toBe(true);
    expect(hasSamePlaces(before, aCellTable([{ id: 1, xPx: 11 }]))).toBe(false);
    expect(hasSamePlaces(before, aCellTable([]))).toBe(false);
  });
});

describe('the filter', () => {
  const table = aCellTable([
    { id: 1, blast: 0.93 },
    { id: 2, blast: 0.1, isSeen: true },
    { id: 3, blast: 0.95, verdict: 'benign', isSeen: true },
    { id: 4 },
    { id: 5, blast: 0.4, verdict: 'unidentified' },
  ]);
  const idsOf = (change: Partial<typeof everyCell>) => {
    const shown = filterCells(table, { ...everyCell, ...change }, isBlast);
    return [...table.ids].filter((_id, row) => shown[row] === 1);
  };

  test('shows every cell until somebody asks for fewer', () => {
    expect(idsOf({})).toEqual([1, 2, 3, 4, 5]);
  });

  test('goes by what stands of a cell: a person’s word before the model’s', () => {
    expect(idsOf({ verdicts: new Set(['pro-b']) })).toEqual([1, 4]);
    expect(idsOf({ verdicts: new Set(['benign']) })).toEqual([2, 3, 4]);
  });

  test('tells reviewed, unreviewed and unseen cells apart', () => {
    expect(idsOf({ review: 'reviewed' })).toEqual([3, 5]);
    expect(idsOf({ review: 'unreviewed' })).toEqual([1, 2, 4]);
    expect(idsOf({ review: 'unseen' })).toEqual([1, 4, 5]);
  });

  test('never hides a cell that the model has not judged by its probability', () => {
    expect(idsOf({ lowest: 0.5 })).toEqual([1, 3, 4]);
    expect(idsOf({ highest: 0.3 })).toEqual([2, 4]);
  });

  test('the histogram holds every judged cell once', () => {
    expect(probabilityHistogram(table, 10, isBlast)).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 0, 2]);
    expect(countStanding(table)).toEqual([2, 0, 0, 1, 1, 0]);
  });
});

describe('steps from cell to cell', () => {
  const table = aCellTable([
    { id: 1, field: 0, blast: 0.2, verdict: 'benign', isSeen: true },
    { id: 2, field: 0, blast: 0.8 },
    { id: 3, field: 1, blast: 0.99, isSeen: true },
    { id: 4, field: 2, blast: 0.9 },
    { id: 5, field: 2, blast: 0.1 },
  ]);
  const all = new Uint8Array(5).fill(1);
  const from = (row: number | undefined, step: CellStep, shown = all) =>
    findNextCell(table, { step, from: row, shown, isBlast });

  test('go round the ends', () => {
    expect(from(undefined, 'next')).toBe(0);
    expect(from(4, 'next')).toBe(0);
    expect(from(0, 'previous')).toBe(4);
    expect(from(undefined, 'previous')).toBe(4);
  });

  test('pass over cells that are reviewed, hidden, or of the same field', () => {
    expect(from(4, 'next-unreviewed')).toBe(1);
    expect(from(0, 'next', Uint8Array.from([1, 0, 1, 1, 1]))).toBe(2);
    expect(from(0, 'next-field')).toBe(2);
    expect(from(2, 'previous-field')).toBe(1);
  });

  test('lead to the most blast-like cell that nobody has seen before any that was seen', () => {
    expect(from(undefined, 'most-suspicious')).toBe(3);
    expect(from(3, 'most-suspicious')).toBe(1);
  });

  test('lead nowhere when nothing is shown', () => {
    expect(from(undefined, 'next', new Uint8Array(5))).toBeUndefined();
    expect(from(undefined, 'most-suspicious', new Uint8Array(5))).toBeUndefined();
  });
});

test('a lasso takes the shown cells whose middle it holds', () => {
  const table = aCellTable([
    { id: 7, xPx: 0, yPx: 0 },
    { id: 8, xPx: 200, yPx: 0 },
    { id: 9, xPx: 10, yPx: 10 },
  ]);
  const lasso = [
    { x: -10, y: -10 },
    { x: 100, y: -10 },
    { x: 100, y: 100 },
    { x: -10, y: 100 },
  ];
  expect(idsInside(table, Uint8Array.from([1, 1, 0]), lasso)).toEqual([7]);
  expect(rowOfId(table, 9)).toBe(2);
  expect(rowOfId(table, 10)).toBeUndefined();
  expect(boxAt(table, 1).xPx).toBe(200);
});

test('the heat map is hottest where blast-like cells lie, and cold where a person has said they are none', () => {
  const slide = { widthPx: 1920, heightPx: 960 };
  const at = (column: number, row: number, heat: ReturnType<typeof computeHeatMap>) =>
    heat.values[row * heat.columns + column] ?? -1;
  const heat = computeHeatMap(
    aCellTable([
      { id: 1, xPx: 480, yPx: 480, blast: 1 },
      { id: 2, xPx: 1440, yPx: 480, blast: 1, verdict: 'benign' },
    ]),
    slide,
    isBlast,
  );
  expect([heat.columns, heat.rows]).toEqual([192, 96]);
  expect(at(50, 50, heat)).toBeCloseTo(1, 5);
  expect(at(146, 50, heat)).toBe(0);
  expect(computeHeatMap(aCellTable([]), slide, isBlast).values.every((value) => value === 0)).toBe(true);
});

test('the colours of the heat map grow lighter without a step back', () => {
  const lightness = Array.from({ length: 101 }, (_, at) => {
    const [red, green, blue] = heatColour(at / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect([...lightness].sort((a, b) => a - b)).toEqual(lightness);
});

test('objectives are offered only where the size of a pixel is known', () => {
  expect(objectivePresets(undefined)).toEqual([]);
  const quarter = { xUm: 0.25, yUm: 0.25, origin: 'file', interval: undefined } as const;
  expect(objectivePresets(quarter).find(({ power }) => power === 40)?.scale).toBeCloseTo(1, 9);
});

describe('keys of the viewer', () => {
  const press = (
    key: string,
    held: { isControl?: boolean; isShift?: boolean } = {},
    classes = defaultLabSettings.classes,
  ) => readViewerKey({ key, isControl: false, isShift: false, ...held }, classes);

  test('set the class that the lab gave the key to, before anything else', () => {
    expect(press('4')).toEqual({ kind: 'label', verdict: 'pro-b' });
    expect(press('n')).toEqual({ kind: 'step', step: 'next-unreviewed' });
    const own = { ...defaultLabSettings.classes, benign: { ...defaultLabSettings.classes.benign, key: 'n' } };
    expect(press('n', {}, own)).toEqual({ kind: 'label', verdict: 'benign' });
    expect(press('N', {}, own)).toEqual({ kind: 'label', verdict: 'benign' });
  });

  test('undo and redo like everywhere else', () => {
    expect(press('z', { isControl: true })).toEqual({ kind: 'undo' });
    expect(press('Z', { isControl: true, isShift: true })).toEqual({ kind: 'redo' });
    expect(press('y', { isControl: true })).toEqual({ kind: 'redo' });
  });

  test('leave other keys of the window alone', () => {
    expect(press('1', { isControl: true })).toBeUndefined();
    expect(press('q')).toBeUndefined();
    expect(press('Tab')).toBeUndefined();
  });
});
