import { expect, test } from 'vitest';
import { countProposals } from '../../../main/domain/proposalCounts.ts';

test('proposals are counted by what the cells are; what could not be judged is not counted', () => {
  const items = (['benign', 'benign', 'benign', 'pre-b', 'pro-b', 'early-pre-b'] as const).map(
    (cellClass) => ({ cellClass }),
  );
  const counts = countProposals(items, [
    ...(['benign', 'unidentified', 'pro-b', 'benign', 'pre-b', undefined] as const),
  ]);
  expect(counts).toEqual({
    benign: { count: 3, benignCount: 1, blastCount: 1, unidentifiedCount: 1 },
    blast: { count: 2, benignCount: 1, blastCount: 1, unidentifiedCount: 0 },
  });
});
