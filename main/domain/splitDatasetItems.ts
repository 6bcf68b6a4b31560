import { type CellClass, cellClasses } from './cellClass.ts';
import type { DatasetItem } from './datasetItem.ts';
import { partOfGroup, partsWithoutClass } from './datasetSplit.ts';
import { groupByKeys } from './groupByKeys.ts';
import { LabError } from './labError.ts';
import type { DatasetParts } from './labelledImage.ts';
import { createRandom, shuffled } from './randomNumbers.ts';

export type PartName = keyof DatasetParts;

/** The three parts of the items of dataset lists. */
export type DatasetItemParts = Readonly<Record<PartName, readonly DatasetItem[]>>;

/** How items are parted: one way after the other, the first that an item has. */
export interface ItemSplit {
  /** this fold for test, the next for validation, the others for training; undefined: folds are passed over */
  readonly fold: number | undefined;
  /** the parts that the dataset's authors made are passed over */
  readonly isPartIgnored?: boolean | undefined;
  /** 70/15/15 by group for the rest */
  readonly seed: number;
}

/** An item with all that it must not be parted from: items that share a key, directly or through others, are a group. */
export interface KeyedItem {
  readonly item: DatasetItem;
  readonly keys: readonly string[];
}

export interface SplitItems {
  readonly parts: DatasetItemParts;
  /** how many items were parted in each way */
  readonly ways: Readonly<Record<SplitWay, number>>;
  /** groups that folds or authors have parted: what was learned of them is tested on them */
  readonly partedGroups: readonly (readonly DatasetItem[])[];
}

export type SplitWay = 'fold' | 'part' | 'seed';

type Group = readonly DatasetItem[];

/** How many orders of the groups are tried until every part has every class. */
const attempts = 200;

/** Parts items by fold, by part and by seed. What is parted by seed keeps its groups together, and with them what a
 *  fold or an author has placed; the same seed gives the same parts whatever the order of the items.
 *  @throws LabError 'argument-invalid' when there is no such fold
 *  @throws LabError 'dataset-invalid' when a part lacks a class */
export function splitDatasetItems(items: readonly KeyedItem[], split: ItemSplit): SplitItems {
  const placeOf = createPlacer(
    items.map(({ item }) => item),
    split,
  );
  const placed = new Map<DatasetItem, PartName>();
  const ways: Record<SplitWay, number> = { fold: 0, part: 0, seed: 0 };
  const partedGroups: Group[] = [];
  const freeGroups: Group[] = [];
  for (const group of groupByKeys(items, ({ keys }) => keys)) {
    const members = group.map(({ item }) => item);
    const fixed = new Map(members.flatMap((item) => entryOf(item, placeOf(item))));
    const parts = new Set([...fixed.values()].map(({ part }) => part));
    if (parts.size > 1) partedGroups.push(members);
    const [first] = parts;
    const free: DatasetItem[] = [];
    for (const item of members) {
      const place = fixed.get(item);
      ways[place?.way ?? 'seed'] += 1;
      if (place !== undefined) placed.set(item, place.part);
      else if (first !== undefined) placed.set(item, first);
      else free.push(item);
    }
    if (free.length > 0) freeGroups.push(free);
  }
  const parts = placeFree(
    items.map(({ item }) => item),
    { placed, freeGroups, seed: split.seed },
  );
  return { parts, ways, partedGroups };
}

function entryOf<Key, Value>(key: Key, value: Value | undefined): readonly (readonly [Key, Value])[] {
  return value === undefined ? [] : [[key, value]];
}

/** @returns where fold or author put an item; undefined: nowhere */
function createPlacer(items: readonly DatasetItem[], { fold, isPartIgnored }: ItemSplit) {
  const foldCounts = new Map<string | undefined, number>();
  for (const { source, fold: itemFold = -1 } of items)
    if (itemFold >= 0) foldCounts.set(source, Math.max(foldCounts.get(source) ?? 0, itemFold + 1));
  if (fold !== undefined) refuseFold(fold, [...foldCounts.values()]);
  return (item: DatasetItem): { readonly part: PartName; readonly way: SplitWay } | undefined => {
    if (fold !== undefined && item.fold !== undefined) {
      const next = (fold + 1) % (foldCounts.get(item.source) ?? 1);
      const part = item.fold === fold ? 'test' : item.fold === next ? 'validation' : 'train';
      return { part, way: 'fold' };
    }
    if (item.part === undefined || isPartIgnored === true) return undefined;
    return { part: item.part, way: 'part' };
  };
}

function refuseFold(fold: number, counts: readonly number[]): void {
  const least = Math.min(...counts);
  if (counts.length > 0 && Number.isInteger(fold) && fold >= 0 && fold < least) return;
  throw new LabError(
    'argument-invalid',
    counts.length === 0
      ? 'No item of these lists has a fold. Import with --column, or leave the fold out.'
      : `There is no fold ${fold}: the lists have folds 0 to ${least - 1}. Choose one of these.`,
  );
}

function placeFree(
  items: readonly DatasetItem[],
  given: {
    readonly placed: ReadonlyMap<DatasetItem, PartName>;
    readonly freeGroups: readonly Group[];
    readonly seed: number;
  },
): DatasetItemParts {
  const strata = stratify(given.freeGroups);
  const random = createRandom(given.seed);
  let parts: DatasetItemParts = { train: [], validation: [], test: [] };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const placed = new Map(given.placed);
    for (const groups of strata)
      for (const [index, group] of shuffled(groups, random).entries())
        for (const item of group) placed.set(item, partOfGroup(index, groups.length));
    const inPart = (part: PartName) => items.filter((item) => placed.get(item) === part);
    parts = { train: inPart('train'), validation: inPart('validation'), test: inPart('test') };
    if (given.freeGroups.length === 0 || partsWithoutClass(parts).length === 0) break;
  }
  refuseMissing(parts);
  return parts;
}

/** Groups by the rarest of their classes, each in an order that does not depend on that of the items. */
function stratify(groups: readonly Group[]): readonly (readonly Group[])[] {
  const counts = new Map<CellClass, number>();
  for (const group of groups)
    for (const cellClass of new Set(group.map((item) => item.cellClass)))
      counts.set(cellClass, (counts.get(cellClass) ?? 0) + 1);
  const rarest = (group: Group) =>
    cellClasses
      .filter((cellClass) => group.some((item) => item.cellClass === cellClass))
      .reduce((best, next) => ((counts.get(next) ?? 0) < (counts.get(best) ?? 0) ? next : best));
  const keyed = groups.map((group) => ({ group, key: group.map(keyOf).sort()[0] ?? '' }));
  const byClass = Map.groupBy(
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1)),
    ({ group }) => rarest(group),
  );
  return cellClasses.flatMap((one) => {
    const stratum = byClass.get(one);
    return stratum === undefined ? [] : [stratum.map(({ group }) => group)];
  });
}

function keyOf({ file, cell }: DatasetItem): string {
  return cell === undefined ? file : `${file} ${cell.xPx} ${cell.yPx} ${cell.widthPx} ${cell.heightPx}`;
}

function refuseMissing(parts: DatasetItemParts): void {
  const [first] = partsWithoutClass(parts);
  if (first === undefined) return;
  const all = [...parts.train, ...parts.validation, ...parts.test];
  const nowhere = first.missing.filter((cellClass) => all.every((item) => item.cellClass !== cellClass));
  if (nowhere.length > 0)
    throw new LabError(
      'dataset-invalid',
      `There is no item of ${nowhere.join(', ')}. A network learns all classes or none: add a list that has them.`,
    );
  throw new LabError(
    'dataset-invalid',
    `The ${first.part} part has no item of ${first.missing.join(', ')}. Every class must be in every part: add items, ` +
      'choose another fold, or pass over the parts that the authors made.',
    { part: first.part },
  );
}
