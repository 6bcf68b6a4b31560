import { expect, test } from 'vitest';
import type { CellClass } from '../../../main/domain/cellClass.ts';
import { computeColourStatistics } from '../../../main/domain/colourStatistics.ts';
import { measureColourBaseline } from '../../../main/network/measureColourBaseline.ts';

const preprocessing = {
  inputPx: 32,
  windowRedCells: 16,
  scaleBarCorner: { width: 0.25, height: 0.25 },
  mean: [0, 0, 0] as [number, number, number],
  standardDeviation: [1, 1, 1] as [number, number, number],
};

/** A field of one colour whose level stands in its file name. */
async function readField(path: string) {
  const level = Number(path);
  return { widthPx: 4, heightPx: 4, data: new Uint8Array(48).fill(level) };
}
const labelled = (cellClass: CellClass, levels: readonly number[]) =>
  levels.map((level) => ({ path: String(level), cellClass }));

test('where the stain gives the class away, colour alone is right', async () => {
  const baseline = await measureColourBaseline(
    {
      known: [...labelled('benign', [10, 12, 14]), ...labelled('pre-b', [200, 202, 204])],
      asked: [...labelled('benign', [11, 201]), ...labelled('pre-b', [203, 199])],
      protocol: 'made up',
    },
    preprocessing,
    { readImage: readField },
  );
  expect(baseline).toMatchObject({ accuracy: 0.75, benignRecall: 0.5, protocol: 'made up' });
});

test('a field is fifteen numbers: mean, deviation and percentiles of each channel', () => {
  const data = Uint8Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? Math.floor(i / 3) * 10 : 7));
  const statistics = computeColourStatistics({ widthPx: 10, heightPx: 1, data });
  expect(statistics).toHaveLength(15);
  expect(statistics.slice(0, 5).map(Math.round)).toEqual([45, 29, 0, 40, 80]);
  expect(statistics.slice(5, 10)).toEqual([7, 0, 7, 7, 7]);
});
