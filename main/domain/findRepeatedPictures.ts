import { intersectionOverUnion } from './cell.ts';
import type { CellClass } from './cellClass.ts';
import type { DatasetItem } from './datasetItem.ts';
import type { ReportedPair, ReportedPairs, ReportedPicture } from './datasetReport.ts';
import type { NearPair } from './pictureHash.ts';
import type { PartName } from './splitDatasetItems.ts';

/** One content of a dataset, under as many names as it has there. */
export interface DatasetContent {
  readonly files: readonly string[];
  readonly items: readonly DatasetItem[];
}

/** Pairs of each kind that are named. */
const mostPairs = 200;
/** Two boxes that overlap by so much are one cell. */
const sameCellOverlap = 0.5;

/** The items of each content, in the order in which contents come first.
 *  @param contentOf SHA-256 of a file; a file without one could not be read and is left out */
export function listContents(
  items: readonly DatasetItem[],
  contentOf: ReadonlyMap<string, string>,
): readonly DatasetContent[] {
  const byContent = new Map<string, { files: Set<string>; items: DatasetItem[] }>();
  for (const item of items) {
    const content = contentOf.get(item.file);
    if (content === undefined) continue;
    const known = byContent.get(content);
    if (known === undefined) byContent.set(content, { files: new Set([item.file]), items: [item] });
    else {
      known.files.add(item.file);
      known.items.push(item);
    }
  }
  return [...byContent.values()].map((one) => ({ files: [...one.files], items: one.items }));
}

/** Pictures that are there twice where they must not be.
 *  @param near pairs that look alike, by their places among the contents
 *  @param partOf undefined where the dataset could not be parted: then nothing is across parts */
export function findRepeatedPictures(
  contents: readonly DatasetContent[],
  near: readonly NearPair[],
  partOf: ReadonlyMap<DatasetItem, PartName> | undefined,
): { readonly acrossParts: ReportedPairs; readonly twoClasses: ReportedPairs } {
  const across: ReportedPair[] = [];
  const disagreeing: ReportedPair[] = [];
  const describe = (file: string, items: readonly DatasetItem[]): ReportedPicture => ({
    file,
    parts: unique(items.flatMap((item) => partOf?.get(item) ?? [])),
    classes: unique(items.map(({ cellClass }) => cellClass)),
  });
  for (const content of contents) {
    const pictures = content.files.map((file) =>
      describe(
        file,
        content.items.filter((item) => item.file === file),
      ),
    );
    const parts = unique(pictures.flatMap((picture) => picture.parts));
    if (parts.length > 1) across.push(pairOf(pictures, (picture) => picture.parts[0]));
    if (haveTwoClasses(content.items)) disagreeing.push(pairOf(pictures, (picture) => picture.classes[0]));
  }
  for (const { first, second, distance } of near) {
    const [a, b] = [contents[first], contents[second]];
    if (a === undefined || b === undefined) continue;
    const pair = {
      kind: 'near' as const,
      first: describe(a.files[0] ?? '', a.items),
      second: describe(b.files[0] ?? '', b.items),
      distance,
    };
    if (unique([...pair.first.parts, ...pair.second.parts]).length > 1) across.push(pair);
    if (wholeClasses([...a.items, ...b.items]).length > 1) disagreeing.push(pair);
  }
  return { acrossParts: bounded(across), twoClasses: bounded(disagreeing) };
}

/** The first two pictures of a content that differ in what is asked; a picture with itself where its items do. */
function pairOf(
  pictures: readonly ReportedPicture[],
  asked: (picture: ReportedPicture) => string | undefined,
): ReportedPair {
  const [first] = pictures;
  if (first === undefined) throw new Error('A content without a file');
  const second = pictures.find((one) => asked(one) !== asked(first)) ?? first;
  return { kind: 'exact', first, second, distance: 0 };
}

function haveTwoClasses(items: readonly DatasetItem[]): boolean {
  if (wholeClasses(items).length > 1) return true;
  const cells = items.filter(({ cell }) => cell !== undefined);
  return cells.some(({ cell, cellClass }, at) =>
    cells
      .slice(at + 1)
      .some(
        (other) =>
          other.cellClass !== cellClass &&
          cell !== undefined &&
          other.cell !== undefined &&
          intersectionOverUnion(cell, other.cell) >= sameCellOverlap,
      ),
  );
}

/** Classes of labels that are of the whole picture. */
function wholeClasses(items: readonly DatasetItem[]): readonly CellClass[] {
  return unique(items.filter(({ cell }) => cell === undefined).map(({ cellClass }) => cellClass));
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

function bounded(pairs: readonly ReportedPair[]): ReportedPairs {
  return { count: pairs.length, pairs: pairs.slice(0, mostPairs) };
}
