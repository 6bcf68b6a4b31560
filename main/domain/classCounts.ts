import { type CellClass, cellClasses } from './cellClass.ts';

/** How many items there are of each class. */
export type ClassCounts = Readonly<Record<CellClass, number>>;

export const noCounts: ClassCounts = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };

export function countClasses(items: readonly { readonly cellClass: CellClass }[]): ClassCounts {
  const counts = { ...noCounts };
  for (const { cellClass } of items) counts[cellClass] += 1;
  return counts;
}

export function addCounts(first: ClassCounts, second: ClassCounts): ClassCounts {
  const sum = { ...noCounts };
  for (const one of cellClasses) sum[one] = first[one] + second[one];
  return sum;
}
