import { expect, test } from 'vitest';
import { createCellSorter } from '../../../main/compute/cellSorter.ts';
import type { ScanTools } from '../../../main/compute/searchField.ts';
import { createStopwatch } from '../../../main/compute/stopwatch.ts';
import { cellClasses } from '../../../main/domain/cellClass.ts';

/** A classifier that is shown a number for each cell and takes it for the probability of the first class. */
function aSorter(problem?: string) {
  const batches: number[] = [];
  const controller = new AbortController();
  const classifier = {
    preprocessing: { inputPx: 1 },
    batchSize: 32,
    writeImages: (
      _field: unknown,
      cells: readonly { readonly score: number }[],
      _place: unknown,
      target: Uint8Array,
    ) => target.set(cells.flatMap(({ score }) => [score, 0, 0])),
    classifyImages: async (images: Uint8Array, count: number) => {
      batches.push(count);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (problem !== undefined) throw new Error(problem);
      return Array.from({ length: count }, (_, at) => ({
        probabilities: Object.fromEntries(cellClasses.map((one, i) => [one, i === 0 ? images[at * 3] : 0])),
        strangeness: undefined,
      }));
    },
  };
  const tools = { classifier, networks: createStopwatch(), other: createStopwatch() };
  const sorter = createCellSorter({ ...tools, signal: controller.signal } as unknown as ScanTools, true);
  return { sorter, batches, abort: () => controller.abort() };
}

const pixels = { widthPx: 1, heightPx: 1, data: new Uint8Array(3) };
const field = { pixels, redCellDiameterPx: 20 };
const cellsOf = (scores: readonly number[]) =>
  scores.map((score) => ({ xPx: 0, yPx: 0, widthPx: 1, heightPx: 1, score }));

test('fields with few cells share a batch, and each gets the judgements of its own', async () => {
  const { sorter, batches } = aSorter();
  const given: number[][] = [];
  const sizes = [10, 0, 15, 20, 1];
  for (const [at, size] of sizes.entries()) {
    const scores = Array.from({ length: size }, (_, i) => (at * 50 + i) % 256);
    await sorter.add(field, cellsOf(scores), (judgements) => {
      given[at] = judgements.map(({ probabilities }) => probabilities[cellClasses[0]]);
      expect(given[at]).toEqual(scores);
    });
  }
  expect(batches).toEqual([45]);
  expect(given[4]).toBeUndefined();
  await sorter.finish();
  expect(batches).toEqual([45, 1]);
  expect(given.map(({ length }) => length)).toEqual(sizes);
  await sorter.finish();
  expect(batches).toHaveLength(2);
});

test('a scan that is called off classifies nothing more', async () => {
  const { sorter, batches, abort } = aSorter();
  await sorter.add(field, cellsOf([0.5]), () => undefined);
  abort();
  await expect(sorter.finish()).rejects.toMatchObject({ code: 'cancelled' });
  expect(batches).toEqual([]);
});

test('while cells are classified the next ones are gathered beside them, and a failure is told by what comes next', async () => {
  const { sorter, batches } = aSorter();
  const given: number[][] = [];
  const add = (at: number, score: number) =>
    sorter.add(field, cellsOf(Array.from({ length: 40 }, () => score)), (judgements) => {
      given[at] = judgements.map(({ probabilities }) => probabilities[cellClasses[0]]);
    });
  await add(0, 1);
  // the first are still under way, in memory of their own
  expect([batches, given]).toEqual([[40], []]);
  await add(1, 2);
  expect(given[0]).toEqual(Array.from({ length: 40 }, () => 1));
  await sorter.finish();
  expect(given[1]).toEqual(Array.from({ length: 40 }, () => 2));
  const failing = aSorter('The engine is gone.');
  await failing.sorter.add(field, cellsOf(Array.from({ length: 40 }, () => 1)), () => undefined);
  await expect(failing.sorter.finish()).rejects.toThrow('The engine is gone.');
});
