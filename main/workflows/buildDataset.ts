import { splitByFold, splitBySeed } from '../domain/datasetSplit.ts';
import { LabError } from '../domain/labError.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { hashFile } from './hashFile.ts';
import { type DatasetImage, listDataset } from './listDataset.ts';
import { readSplitFile } from './readSplitFile.ts';

/** How a dataset is parted: by a column of a split file, or by chance from a seed. */
export type SplitChoice =
  | { readonly kind: 'file'; readonly path: string; readonly column: string; readonly fold: number }
  | { readonly kind: 'seed'; readonly seed: number };

/** A dataset folder's images in their three parts.
 *  @throws LabError 'folder-missing' | 'file-missing' | 'dataset-invalid' | 'argument-invalid' */
export async function buildDataset(folder: string, choice: SplitChoice): Promise<DatasetParts> {
  const images = await listDataset(folder);
  if (choice.kind === 'file') return splitByFile(images, choice);
  const grouped: { path: string; cellClass: DatasetImage['cellClass']; group: string }[] = [];
  for (const image of images) grouped.push({ ...image, group: await hashFile(image.path) });
  refuseTwoClasses(grouped);
  return splitBySeed(grouped, choice.seed);
}

/** "fold 0 of random_fold" or "70/15/15 by seed 1": how the model's card names the split. */
export function describeSplit(choice: SplitChoice): string {
  return choice.kind === 'file'
    ? `${choice.column}, fold ${choice.fold} for test, the next for validation`
    : `stratified 70/15/15 by seed ${choice.seed}, identical files kept together`;
}

async function splitByFile(
  images: readonly DatasetImage[],
  choice: Extract<SplitChoice, { kind: 'file' }>,
): Promise<DatasetParts> {
  const rows = await readSplitFile(choice.path, choice.column);
  const byName = new Map(images.map((image) => [image.name, image]));
  const items = rows
    .filter((row) => !row.isExactCopy)
    .map((row) => {
      const image = byName.get(row.file);
      if (image === undefined) {
        throw new LabError(
          'dataset-invalid',
          `The split file names ${row.file}, which is not in the dataset. Use the split file of this dataset.`,
          { file: row.file },
        );
      }
      return { path: image.path, cellClass: image.cellClass, fold: row.fold };
    });
  return splitByFold(items, choice.fold);
}

/** The same picture under two labels would teach and test nonsense. */
function refuseTwoClasses(items: readonly { path: string; cellClass: string; group: string }[]): void {
  const firstOfGroup = new Map<string, { path: string; cellClass: string }>();
  for (const item of items) {
    const first = firstOfGroup.get(item.group);
    if (first === undefined) firstOfGroup.set(item.group, item);
    else if (first.cellClass !== item.cellClass) {
      throw new LabError(
        'dataset-invalid',
        `${first.path} and ${item.path} are the same picture in two classes. Remove it from the wrong one.`,
      );
    }
  }
}
