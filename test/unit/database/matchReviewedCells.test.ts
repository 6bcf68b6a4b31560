import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CellPlace, matchReviewedCells } from '../../../main/database/matchReviewedCells.ts';
import { intersectionOverUnion } from '../../../main/domain/cell.ts';

function aPlace(part: Partial<CellPlace> = {}): CellPlace {
  return { xPx: 0, yPx: 0, widthPx: 40, heightPx: 40, fieldName: 'a.jpg', ...part };
}

const place = fc.record({
  xPx: fc.integer({ min: -20, max: 200 }),
  yPx: fc.integer({ min: -20, max: 200 }),
  widthPx: fc.integer({ min: 5, max: 80 }),
  heightPx: fc.integer({ min: 5, max: 80 }),
  fieldName: fc.constantFrom('a.jpg', 'b.jpg'),
});

function isSame(a: CellPlace, b: CellPlace): boolean {
  return a.fieldName === b.fieldName && intersectionOverUnion(a, b) >= 0.5;
}

test('each reviewed cell is found again where a cell shares half its box, and no cell twice', () => {
  fc.assert(
    fc.property(fc.array(place), fc.array(place), (found, reviewed) => {
      const matches = matchReviewedCells(found, reviewed);
      const taken = matches.flatMap((match) => match.foundIndex ?? []);
      expect(new Set(taken).size).toBe(taken.length);
      for (const { reviewed: cell, foundIndex } of matches) {
        const here = foundIndex === undefined ? undefined : found[foundIndex];
        if (here !== undefined) expect(isSame(cell, here)).toBe(true);
        else expect(found.filter((one, at) => isSame(cell, one) && !taken.includes(at))).toEqual([]);
      }
      for (const cell of reviewed)
        expect(matches.some((match) => match.reviewed === cell || isSame(match.reviewed, cell))).toBe(true);
    }),
  );
});

test('of two reviews of one place in different scans the later stands', () => {
  const [later, earlier] = [aPlace({ xPx: 2 }), aPlace()];
  expect(matchReviewedCells([aPlace()], [later, earlier])).toEqual([{ reviewed: later, foundIndex: 0 }]);
});

test('a cell at the same place of another field is another cell', () => {
  const reviewed = aPlace({ fieldName: 'b.jpg' });
  expect(matchReviewedCells([aPlace()], [reviewed])).toEqual([{ reviewed, foundIndex: undefined }]);
});
