/** The four classes of Aria et al. 2021 (doi 10.34740/KAGGLE/DSV/2175623), by flow cytometry per its authors.
 *  The order is that of every probability vector in the program and in card.json. */
export const cellClasses = ['benign', 'early-pre-b', 'pre-b', 'pro-b'] as const;

export type CellClass = (typeof cellClasses)[number];

/** A value for each class. @param read of a class and its number in `cellClasses` */
export function forEachClass<Value>(
  read: (cellClass: CellClass, index: number) => Value,
): Readonly<Record<CellClass, Value>> {
  return {
    benign: read('benign', 0),
    'early-pre-b': read('early-pre-b', 1),
    'pre-b': read('pre-b', 2),
    'pro-b': read('pro-b', 3),
  };
}

/** Probability of each class, 0..1, summing to 1 (tolerance 1e-3, float32 softmax). */
export type ClassProbabilities = Readonly<Record<CellClass, number>>;

/** What a person may say of a cell: a class, or that it cannot be told. */
export type Verdict = CellClass | 'unidentified' | 'not-a-white-cell';

/** Names for people. Blasts are "blast-like": morphology proposes, immunophenotyping decides. */
export const cellClassNames: Readonly<Record<CellClass, string>> = {
  benign: 'Benign (haematogone-like)',
  'early-pre-b': 'Blast-like, early pre-B',
  'pre-b': 'Blast-like, pre-B',
  'pro-b': 'Blast-like, pro-B',
};

/** Dataset folder names, lower case, as found in the wild, and the class each stands for. */
const folderNames: Readonly<Record<string, CellClass>> = {
  benign: 'benign',
  early: 'early-pre-b',
  'early-pre-b': 'early-pre-b',
  pre: 'pre-b',
  'pre-b': 'pre-b',
  pro: 'pro-b',
  'pro-b': 'pro-b',
};

/** The class a dataset folder holds, undefined when its name is not a class. */
export function cellClassOfFolder(folderName: string): CellClass | undefined {
  return folderNames[
    folderName
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, '-')
  ];
}

export function isBlastLike(cellClass: CellClass): boolean {
  return cellClass !== 'benign';
}

/** P(blast-like) = 1 - P(benign), 0..1. */
export function blastProbability(probabilities: ClassProbabilities): number {
  return Math.min(1, Math.max(0, 1 - probabilities.benign));
}

/** The class of highest probability; the first in `cellClasses` order on a tie. */
export function likeliestClass(probabilities: ClassProbabilities): CellClass {
  return cellClasses.reduce((best, next) => (probabilities[next] > probabilities[best] ? next : best));
}
