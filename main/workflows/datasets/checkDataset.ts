import type { ComputeClient } from '../../compute/computeClient.ts';
import { cellClasses } from '../../domain/cellClass.ts';
import { countClasses } from '../../domain/classCounts.ts';
import { clopperPearson } from '../../domain/clopperPearson.ts';
import { mostProblems } from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import type { ColourShortcut, DatasetReport, ScarceClass } from '../../domain/datasetReport.ts';
import { leastGroups } from '../../domain/datasetSplit.ts';
import { findRepeatedPictures, listContents } from '../../domain/findRepeatedPictures.ts';
import { groupByKeys } from '../../domain/groupByKeys.ts';
import { judgeColourShortcut } from '../../domain/judgeColourShortcut.ts';
import { LabError } from '../../domain/labError.ts';
import { listNearBefore, type NearPair, type PictureHash, packHashes } from '../../domain/pictureHash.ts';
import {
  type ItemSplit,
  type KeyedItem,
  type PartName,
  type SplitItems,
  splitDatasetItems,
} from '../../domain/splitDatasetItems.ts';
import { describeItemSplit, keysOf } from '../readDatasetList.ts';
import type { CheckedItems } from './collectItems.ts';
import { type DescribedItems, type DescribeOptions, describeItems } from './describeItems.ts';

/** Items of a class in the test part below which its figure says little. */
const fewTestItems = 20;
/** Pictures that are compared with all before them between two looks at the signal. */
const comparedAtOnce = 50;

/** Looks at every picture of a dataset and reports what would make figures on it false: copies across parts, pictures in
 *  two classes, classes with too little, and how far colour alone goes.
 *  @throws LabError 'cancelled' | 'runtime-missing' | 'argument-invalid' when there is no such fold */
export async function checkDataset(
  compute: ComputeClient,
  { items, problems }: CheckedItems,
  split: ItemSplit,
  options: DescribeOptions,
): Promise<DatasetReport> {
  const described = await describeItems(compute, items, options);
  const readable = items.filter(({ file }) => described.contents.has(file));
  const keyed = readable.map((item) => ({
    item,
    keys: keysOf(item, described.contents.get(item.file) ?? ''),
  }));
  const { parted, fault } = tryToSplit(keyed, split);
  const contents = listContents(readable, described.contents);
  const near = await findNear(
    contents.flatMap(({ files }) => hashOf(described, files[0]) ?? []),
    options,
  );
  const all = [...problems, ...described.problems];
  return {
    ...{ itemCount: items.length, pictureCount: described.contents.size },
    byClass: countClasses(readable),
    bySource: [...Map.groupBy(readable, ({ source = '' }) => source)].map(([source, ofSource]) => ({
      source,
      counts: countClasses(ofSource),
    })),
    byPart:
      parted === undefined
        ? undefined
        : {
            train: countClasses(parted.parts.train),
            validation: countClasses(parted.parts.validation),
            test: countClasses(parted.parts.test),
          },
    split: parted === undefined ? '' : describeItemSplit(split, parted.ways),
    splitFault: fault,
    partedGroupCount: parted === undefined ? 0 : countParted(parted),
    ...findRepeatedPictures(contents, near, parted === undefined ? undefined : mapParts(parted)),
    exactCopyCount: contents.reduce((sum, { files }) => sum + files.length - 1, 0),
    nearPairCount: near.length,
    scarce: findScarce(keyed, parted?.parts.test ?? []),
    colour: parted === undefined ? undefined : judgeColours(parted, described),
    problems: all.slice(0, mostProblems),
    problemCount: all.length,
  };
}

/** @returns `fault`: why the items cannot be parted */
function tryToSplit(
  keyed: readonly KeyedItem[],
  split: ItemSplit,
): { readonly parted?: SplitItems; readonly fault?: string } {
  try {
    return { parted: splitDatasetItems(keyed, split) };
  } catch (error) {
    if (error instanceof LabError && error.code === 'dataset-invalid') return { fault: error.message };
    throw error;
  }
}

function mapParts({ parts }: SplitItems): ReadonlyMap<DatasetItem, PartName> {
  return new Map(
    (['train', 'validation', 'test'] as const).flatMap((part) =>
      parts[part].map((item) => [item, part] as const),
    ),
  );
}

/** Groups that somebody made; a content without a group is among the repeated pictures. */
function countParted({ partedGroups }: SplitItems): number {
  return partedGroups.filter((group) => group.some((item) => item.group !== undefined)).length;
}

function hashOf({ contents, hashes }: DescribedItems, file = ''): PictureHash | undefined {
  return hashes.get(contents.get(file) ?? '');
}

async function findNear(
  hashes: readonly PictureHash[],
  { signal, onProgress }: DescribeOptions,
): Promise<readonly NearPair[]> {
  const packed = packHashes(hashes);
  const near: NearPair[] = [];
  for (let at = 0; at < packed.count; at += 1) {
    near.push(...listNearBefore(packed, at));
    if (at % comparedAtOnce !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new LabError('cancelled', 'Stopped while pictures were compared.');
    onProgress({ done: at, total: packed.count, detail: 'pictures compared' });
  }
  return near;
}

function findScarce(keyed: readonly KeyedItem[], test: readonly DatasetItem[]): readonly ScarceClass[] {
  const groups = groupByKeys(keyed, ({ keys }) => keys);
  return cellClasses.flatMap((cellClass) => {
    const independentCount = groups.filter((group) =>
      group.some(({ item }) => item.cellClass === cellClass),
    ).length;
    const testCount = test.filter((item) => item.cellClass === cellClass).length;
    const neededCount = Math.max(0, leastGroups - independentCount);
    if (neededCount === 0 && (test.length === 0 || testCount >= fewTestItems)) return [];
    const provableRecall = clopperPearson(testCount, testCount).low;
    return [{ cellClass, independentCount, neededCount, testCount, provableRecall }];
  });
}

function judgeColours({ parts }: SplitItems, { colours }: DescribedItems): ColourShortcut {
  const coloured = (items: readonly DatasetItem[]) =>
    items.map((item) => ({ cellClass: item.cellClass, colours: colours.get(item) ?? [] }));
  return judgeColourShortcut(coloured(parts.train), coloured(parts.test));
}
