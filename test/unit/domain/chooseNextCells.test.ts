import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClassProbabilities } from '../../../main/domain/cellClass.ts';
import {
  chooseNextCells,
  type LabelledSoFar,
  type NextCandidate,
  weighAlone,
} from '../../../main/domain/chooseNextCells.ts';
import type { CellId } from '../../../main/domain/ids.ts';

const nothing: LabelledSoFar = {
  byClass: { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 },
  bySlide: new Map(),
};

const probabilitiesOf = (weights: readonly number[]): ClassProbabilities => {
  const total = weights.reduce((sum, one) => sum + one, 0);
  const [benign = 0, early = 0, pre = 0, pro = 0] = weights.map((one) => one / total);
  return { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
};

function aCandidate(id: number, given: Partial<Omit<NextCandidate, 'id'>> = {}): NextCandidate {
  const probabilities = probabilitiesOf([6, 2, 1, 1]);
  return {
    slide: 'a',
    field: '0',
    probabilities,
    sizePx: 60,
    score: 0.9,
    ...given,
    id: String(id) as CellId,
  };
}

const candidates = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 500 }).map((id) => String(id) as CellId),
    slide: fc.constantFrom('a', 'b', 'c'),
    field: fc.constantFrom('0', '1'),
    probabilities: fc.option(
      fc
        .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
        .map(probabilitiesOf),
      { nil: undefined },
    ),
    sizePx: fc.double({ min: 5, max: 200, noNaN: true }),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);

test('no cell is chosen twice, and as many as were asked for while there are some', () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 0, max: 80 }), (cells, count) => {
      const chosen = chooseNextCells(cells, nothing, count);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.length).toBe(Math.min(count, cells.length));
      const known = new Set(cells.map(({ id }) => id));
      expect(chosen.filter((id) => !known.has(id))).toEqual([]);
    }),
  );
});

test('the order in which cells are given does not matter, and fewer are the first of more', () => {
  fc.assert(
    fc.property(
      candidates.chain((cells) =>
        fc.tuple(fc.constant(cells), fc.shuffledSubarray(cells, { minLength: cells.length })),
      ),
      fc.integer({ min: 1, max: 20 }),
      ([cells, mixed], count) => {
        const chosen = chooseNextCells(cells, nothing, count);
        expect(chooseNextCells(mixed, nothing, count)).toEqual(chosen);
        expect(chooseNextCells(cells, nothing, count + 5).slice(0, count)).toEqual(chosen.slice(0, count));
      },
    ),
  );
});

test('equal cells are taken by their number, 9 before 10', () => {
  const cells = [10, 9, 101].map((id) => aCandidate(id, { slide: `slide ${id}` }));
  expect(chooseNextCells(cells, nothing, 3)).toEqual(['9', '10', '101']);
});

test('a cell of which the model is unsure comes before one of which it is sure; what may be none comes late', () => {
  const sure = aCandidate(1, { probabilities: probabilitiesOf([97, 1, 1, 1]) });
  const unsure = aCandidate(2, { probabilities: probabilitiesOf([3, 3, 2, 2]) });
  const doubtful = aCandidate(3, { probabilities: probabilitiesOf([3, 3, 2, 2]), score: 0.05 });
  expect(chooseNextCells([sure, unsure, doubtful], nothing, 1)).toEqual(['2']);
  expect(weighAlone(doubtful)).toBeLessThan(weighAlone(sure));
  expect(weighAlone(aCandidate(4, { probabilities: undefined }))).toBeGreaterThan(weighAlone(unsure));
});

test('of ten like cells of one field and one on another slide, both slides are among the first two', () => {
  const like = Array.from({ length: 10 }, (_, at) => aCandidate(at + 1));
  const other = aCandidate(99, { slide: 'b', probabilities: probabilitiesOf([6, 1, 2, 1]) });
  expect(chooseNextCells([...like, other], nothing, 2)).toContain('99');
});

test('where a class has few labels, what may be of it comes first; a slide with many labels waits', () => {
  const benign = aCandidate(1, { probabilities: probabilitiesOf([5, 1, 1, 3]) });
  const pro = aCandidate(2, { probabilities: probabilitiesOf([3, 1, 1, 5]) });
  const byClass = { benign: 200, 'early-pre-b': 50, 'pre-b': 50, 'pro-b': 2 };
  expect(chooseNextCells([benign, pro], { ...nothing, byClass }, 1)).toEqual(['2']);
  const [a, b] = [aCandidate(1, { slide: 'a' }), aCandidate(2, { slide: 'b' })];
  expect(chooseNextCells([a, b], { ...nothing, bySlide: new Map([['a', 30]]) }, 1)).toEqual(['2']);
});
