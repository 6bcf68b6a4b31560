import type { ComputeClient } from '../../compute/computeClient.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { partsWithoutClass } from '../../domain/datasetSplit.ts';
import { LabError } from '../../domain/labError.ts';
import type { DatasetParts, LabelledImage } from '../../domain/labelledImage.ts';
import type { ItemSplit } from '../../domain/splitDatasetItems.ts';
import { type ReadListOptions, readDatasetList, readItems } from '../readDatasetList.ts';
import { isSlideFailure } from '../slideFailures.ts';

export interface TrainingParts {
  readonly parts: DatasetParts;
  /** how they were parted, for the model's card */
  readonly description: string;
  /** cells without a ruler in pictures that show no red cell */
  readonly leftOutCount: number;
}

/** The items of dataset lists as a training takes them: all cells, or all whole fields. Pictures of cells without a
 *  ruler are measured; those that show no red cell are left out and counted.
 *  @throws LabError 'dataset-invalid' when cells and fields are mixed, or a part has a class no more; as readDatasetList */
export async function readTrainingParts(
  compute: ComputeClient,
  lists: readonly string[],
  given: { readonly split: ItemSplit; readonly options: ReadListOptions },
): Promise<TrainingParts> {
  const { split, options } = given;
  const { parts, description } = await readDatasetList(lists, split, options);
  const all = [...parts.train, ...parts.validation, ...parts.test];
  const cellCount = all.filter(({ cell }) => cell !== undefined).length;
  if (cellCount > 0 && cellCount < all.length) {
    throw new LabError(
      'dataset-invalid',
      `${cellCount} of ${all.length} items are cells, the others whole fields. A network learns either: list the cells of the fields with \`lab dataset cells\`.`,
    );
  }
  const rulers = await measureRulers(compute, all, options);
  const labelled = (items: readonly DatasetItem[]) => items.flatMap((item) => labelledImage(item, rulers));
  const kept = {
    train: labelled(parts.train),
    validation: labelled(parts.validation),
    test: labelled(parts.test),
  };
  const keptCount = kept.train.length + kept.validation.length + kept.test.length;
  const [lacking] = partsWithoutClass(kept);
  if (keptCount < all.length && lacking !== undefined)
    throw new LabError(
      'dataset-invalid',
      `Without the pictures that show no red cell the ${lacking.part} part has none of ${lacking.missing.join(', ')}. Say redCellDiameterPx in the list.`,
    );
  return { parts: kept, description, leftOutCount: all.length - keptCount };
}

/** The cells of lists that a training learns besides its own, without those that the authors set apart for validation and
 *  test.
 *  @throws LabError 'dataset-invalid' when a list holds whole fields, or no cell is left; as readItems */
export async function readLearnedCells(
  compute: ComputeClient,
  lists: readonly string[],
  options: ReadListOptions,
): Promise<readonly LabelledImage[]> {
  const items = (await readItems(lists)).filter(({ part }) => part === undefined || part === 'train');
  const fieldCount = items.filter(({ cell }) => cell === undefined).length;
  if (fieldCount > 0)
    throw new LabError(
      'dataset-invalid',
      `${fieldCount} of ${items.length} items of ${lists.join(', ')} are whole fields. List their cells with \`lab dataset cells\`.`,
    );
  const cells = await labelItems(compute, items, options);
  if (cells.length > 0) return cells;
  throw new LabError('dataset-invalid', `${lists.join(', ')} hold no cell that a training may learn.`);
}

/** Items as a network takes them, cells with the width of a red cell; without those whose picture shows none. */
export async function labelItems(
  compute: ComputeClient,
  items: readonly DatasetItem[],
  options: ReadListOptions,
): Promise<readonly LabelledImage[]> {
  const rulers = await measureRulers(compute, items, options);
  return items.flatMap((item) => labelledImage(item, rulers));
}

function labelledImage(item: DatasetItem, rulers: ReadonlyMap<string, number>): readonly LabelledImage[] {
  const { file: path, cellClass, cell } = item;
  if (cell === undefined) return [{ path, cellClass }];
  const redCellDiameterPx = item.redCellDiameterPx ?? rulers.get(path);
  return redCellDiameterPx === undefined ? [] : [{ path, cellClass, cell: { ...cell, redCellDiameterPx } }];
}

/** @returns the width of a red cell by picture */
async function measureRulers(
  compute: ComputeClient,
  items: readonly DatasetItem[],
  { signal, onProgress }: ReadListOptions,
): Promise<ReadonlyMap<string, number>> {
  const isUnmeasured = ({ cell, redCellDiameterPx }: DatasetItem) =>
    cell !== undefined && redCellDiameterPx === undefined;
  const files = [...new Set(items.filter(isUnmeasured).map(({ file }) => file))];
  const rulers = new Map<string, number>();
  for (const [at, path] of files.entries()) {
    const measured = await compute
      .run('detectFile', { path, redCellDiameterPx: undefined }, signal === undefined ? {} : { signal })
      .catch((error: unknown) => {
        if (!isSlideFailure(error)) throw error;
        return undefined; // no picture that a network could learn from: it is counted
      });
    if (measured?.redCellDiameterPx !== undefined) rulers.set(path, measured.redCellDiameterPx);
    onProgress?.({ done: at + 1, total: files.length, detail: 'red cells measured' });
  }
  return rulers;
}
