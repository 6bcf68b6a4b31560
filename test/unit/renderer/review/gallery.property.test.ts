import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlastLike } from '../../../../main/domain/cellClass.ts';
import { createGallery, idsBetween, idsOfGroup } from '../../../../renderer/components/review/gallery.ts';
import { rowAtPx, scrollToShow, startOfCell } from '../../../../renderer/components/review/galleryLayout.ts';
import { focusMoves, moveFocus } from '../../../../renderer/components/review/moveFocus.ts';
import {
  blastProbabilities,
  type CellOrder,
  cellSorts,
  groupAt,
  orderCells,
  sizePxAt,
  uncertaintyAt,
} from '../../../../renderer/components/review/orderCells.ts';
import { openFilter } from '../../../../renderer/components/review/useGalleryView.ts';
import { aCellTable } from '../../../helpers/aCellTable.ts';

const share = fc.integer({ min: 0, max: 1000 });
const cellArbitrary = fc.record({
  probabilities: fc.option(
    fc.tuple(share, share, share, share).map((parts) => {
      const sum = parts.reduce((a, b) => a + b, 0) || 1;
      return parts.map((part) => part / sum);
    }),
    { nil: undefined },
  ),
  verdict: fc.integer({ min: -1, max: 5 }),
  widthPx: fc.integer({ min: 4, max: 400 }),
  heightPx: fc.integer({ min: 4, max: 400 }),
});
const tableArbitrary = fc.array(cellArbitrary, { maxLength: 80 }).map(aCellTable);
const orderArbitrary = fc.record({ sort: fc.constantFrom(...cellSorts), isReversed: fc.boolean() });
const size = { columns: 7, headPx: 36, cropRowPx: 114 };

function orderOf(given: Partial<CellOrder>): CellOrder {
  return { sort: 'blast', isReversed: false, filter: openFilter, isBlast: isBlastLike, ...given };
}

test('every cell is in its group once, and a group is in order', () => {
  fc.assert(
    fc.property(tableArbitrary, orderArbitrary, (table, given) => {
      const groups = orderCells(table, orderOf(given));
      const rows = groups.flatMap((group) => [...group.rows]);
      expect(rows.toSorted((a, b) => a - b)).toEqual([...table.ids.keys()]);
      const blast = blastProbabilities(table, isBlastLike);
      const sortValue = (row: number) => {
        if (given.sort === 'scan') return row;
        if (given.sort === 'size') return -sizePxAt(table, row);
        if (given.sort === 'uncertainty') return -(uncertaintyAt(table, row) ?? 1);
        return (blast[row] ?? -1) < 0 ? -1 : -(blast[row] ?? 0);
      };
      for (const group of groups) {
        for (const [at, row] of group.rows.entries()) {
          expect(groupAt(table, row)).toBe(group.group);
          if (at === 0) continue;
          const step = sortValue(row) - sortValue(group.rows[at - 1] ?? 0);
          // keys have 29 bits, sizes a scale of 4096: what is closer counts as equal
          expect(given.isReversed ? -step : step).toBeGreaterThanOrEqual(-1e-5);
        }
      }
    }),
  );
});

test('a filter hides what it says and nothing else', () => {
  const table = aCellTable([
    { probabilities: [0.9, 0.1, 0, 0] },
    { probabilities: [0.2, 0.8, 0, 0] },
    { probabilities: [0.2, 0.8, 0, 0], verdict: 4 },
    { probabilities: undefined },
  ]);
  const shown = (filter: Partial<CellOrder['filter']>) =>
    orderCells(table, orderOf({ filter: { ...openFilter, ...filter } })).flatMap(({ rows }) => [...rows]);
  expect(shown({ isUnreviewedOnly: true })).toEqual([0, 1, 3]);
  expect(shown({ lowProbability: 0.5 })).toEqual([1, 2]);
  expect(shown({ ids: new Set([2]) })).toEqual([1]);
  expect(shown({ groups: new Set([4, 6]) })).toEqual([2, 3]);
});

test('the focus never leaves the gallery, and right goes through every cell', () => {
  fc.assert(
    fc.property(
      tableArbitrary,
      fc.array(fc.constantFrom(...focusMoves), { maxLength: 40 }),
      (table, moves) => {
        const { layout } = createGallery(table, orderOf({}), size);
        if (layout.cells.length === 0) return;
        let at = 0;
        for (const move of moves) {
          at = moveFocus(layout, at, move, 3);
          expect(layout.cells[at]).toBeDefined();
        }
        let place = moveFocus(layout, at, 'first', 3);
        for (let step = 1; step < layout.cells.length; step += 1) {
          place = moveFocus(layout, place, 'right', 3);
          expect(place).toBe(step);
        }
        expect(moveFocus(layout, place, 'right', 3)).toBe(place);
      },
    ),
  );
});

test('down keeps the column over the head of the next class', () => {
  const table = aCellTable([
    ...Array.from({ length: 10 }, () => ({})),
    ...Array.from({ length: 3 }, () => ({ verdict: 1 })),
  ]);
  const { layout } = createGallery(table, orderOf({}), size);
  expect(moveFocus(layout, 1, 'down', 3)).toBe(8);
  expect(moveFocus(layout, 8, 'down', 3)).toBe(11);
  expect(moveFocus(layout, 6, 'down', 3)).toBe(9);
  expect(moveFocus(layout, 11, 'up', 3)).toBe(8);
});

test('a cell that is scrolled to is whole in the window, below the head', () => {
  fc.assert(
    fc.property(tableArbitrary, fc.nat(), fc.integer({ min: 200, max: 900 }), (table, topPx, heightPx) => {
      const { layout } = createGallery(table, orderOf({}), size);
      for (const at of layout.cells.keys()) {
        const scrolled = scrollToShow(layout, at, { topPx: topPx % 4000, heightPx });
        const startPx = startOfCell(layout, at);
        expect(startPx).toBeGreaterThanOrEqual(scrolled + layout.headPx);
        expect(startPx + layout.cropRowPx).toBeLessThanOrEqual(scrolled + heightPx);
        expect(rowAtPx(layout, startPx)).toBe(layout.rowOf[at]);
      }
    }),
  );
});

test('places and ids lead to each other, and a class can be taken whole', () => {
  const table = aCellTable([{ id: 30 }, { id: 10, verdict: 2 }, { id: 20 }]);
  const gallery = createGallery(table, orderOf({}), size);
  expect([30, 20, 10, 99].map(gallery.placeOf)).toEqual([0, 1, 2, -1]);
  expect(gallery.idAt(3)).toBeUndefined();
  expect(idsBetween(gallery, 2, 1)).toEqual([20, 10]);
  expect(idsOfGroup(gallery, 0)).toEqual([30, 20]);
});
