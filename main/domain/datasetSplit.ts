import { type CellClass, cellClasses } from './cellClass.ts';
import { LabError } from './labError.ts';
import { type DatasetParts, type LabelledImage, labelOf } from './labelledImage.ts';
import { createRandom, shuffled } from './randomNumbers.ts';

/** One labelled image and the group it must not be parted from: images of one group (identical files,
 *  cells of one slide) are all in the same part. */
export interface GroupedItem extends LabelledImage {
  readonly group: string;
}

/** One labelled image and the fold a split file puts it in. */
export interface FoldedItem extends LabelledImage {
  readonly fold: number;
}

/** Fold `fold` for test, the next one for validation, the rest for training (data/README.md's protocol).
 *  @throws LabError 'argument-invalid' when there is no such fold
 *  @throws LabError 'dataset-invalid' when a part lacks a class */
export function splitByFold(items: readonly FoldedItem[], fold: number): DatasetParts {
  const foldCount = items.reduce((most, item) => Math.max(most, item.fold + 1), 0);
  if (!Number.isInteger(fold) || fold < 0 || fold >= foldCount) {
    throw new LabError(
      'argument-invalid',
      `There is no fold ${fold}: the split file has folds 0 to ${foldCount - 1}. Choose one of these.`,
    );
  }
  const validationFold = (fold + 1) % foldCount;
  const inFold = (isWanted: (itemFold: number) => boolean) =>
    items.filter((item) => isWanted(item.fold)).map(labelOf);
  return checkParts({
    train: inFold((one) => one !== fold && one !== validationFold),
    validation: inFold((one) => one === validationFold),
    test: inFold((one) => one === fold),
  });
}

/** Fewest independent images or slides of a class: one each for training, validation and test. */
export const leastGroups = 3;

/** 70 % for training, 15 % for validation, 15 % for test, of each class apart; the same seed gives the same
 *  parts whatever the order of the items.
 *  @throws LabError 'dataset-invalid' when a class has fewer than three groups, or a group two classes */
export function splitBySeed(items: readonly GroupedItem[], seed: number): DatasetParts {
  const parts = { train: [], validation: [], test: [] } as Record<keyof DatasetParts, LabelledImage[]>;
  for (const cellClass of cellClasses) {
    const groups = groupItems(items.filter((item) => item.cellClass === cellClass));
    if (groups.length < leastGroups) {
      throw new LabError(
        'dataset-invalid',
        `The class ${cellClass} has ${groups.length} independent images or slides; training, validation and test ` +
          `need at least one each. Add at least ${leastGroups - groups.length} more of this class.`,
        { cellClass, needed: leastGroups - groups.length },
      );
    }
    for (const [index, group] of shuffled(groups, createRandom(seed)).entries())
      parts[partOfGroup(index, groups.length)].push(...group);
  }
  return checkParts(parts);
}

/** The part of one of so many groups, by its place in a drawn order: first test, then validation, the rest training. */
export function partOfGroup(index: number, groupCount: number): keyof DatasetParts {
  if (index < heldOutCount(groupCount)) return 'test';
  return index < 2 * heldOutCount(groupCount) ? 'validation' : 'train';
}

/** How many of so many groups are for test, and as many again for validation: 15 %, at least one. */
export function heldOutCount(groupCount: number): number {
  return Math.max(1, Math.round(groupCount * 0.15));
}

function groupItems(items: readonly GroupedItem[]): readonly (readonly LabelledImage[])[] {
  const groups = Map.groupBy(
    items.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    (item) => item.group,
  );
  return [...groups.values()].map((group) => group.map(labelOf));
}

/** Parts that lack a class, and which. */
export function partsWithoutClass(
  parts: Readonly<Record<keyof DatasetParts, readonly { readonly cellClass: CellClass }[]>>,
): readonly { readonly part: keyof DatasetParts; readonly missing: readonly CellClass[] }[] {
  return (['train', 'validation', 'test'] as const)
    .map((part) => {
      const present = new Set(parts[part].map((item) => item.cellClass));
      return { part, missing: cellClasses.filter((cellClass) => !present.has(cellClass)) };
    })
    .filter(({ missing }) => missing.length > 0);
}

function checkParts(parts: DatasetParts): DatasetParts {
  const [first] = partsWithoutClass(parts);
  if (first === undefined) return parts;
  throw new LabError(
    'dataset-invalid',
    `The ${first.part} part of the dataset has no image of ${first.missing.join(', ')}. Every class must be in ` +
      'every part: add images, or choose another fold.',
    { part: first.part },
  );
}
