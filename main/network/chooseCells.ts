import type { LabelledImage } from '../domain/labelledImage.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import type { TrainingRequest } from '../domain/trainingRequest.ts';

/** At most so many items of each picture, chosen by the seed; the same number whatever the seed. */
export function chooseCells<Item extends LabelledImage>(
  items: readonly Item[],
  cellsPerField: number | undefined,
  seed: number,
): readonly Item[] {
  if (cellsPerField === undefined) return items;
  const random = createRandom(seed);
  return [...Map.groupBy(items, ({ path }) => path).values()].flatMap((ofField) =>
    ofField.length <= cellsPerField ? ofField : shuffled(ofField, random).slice(0, cellsPerField),
  );
}

/** What an epoch shows: cells of the training part, and some of those of other sources. The number is the same in every
 *  epoch. */
export function chooseEpoch(
  request: Pick<TrainingRequest, 'train' | 'cellsPerField' | 'besides' | 'seed'>,
  epoch: number,
): readonly LabelledImage[] {
  const seed = request.seed * 1000 + epoch;
  const chosen = chooseCells(request.train, request.cellsPerField, seed);
  if (request.besides === undefined) return chosen;
  const { items, perEpoch } = request.besides;
  return [...chosen, ...shuffled(items, createRandom(seed)).slice(0, perEpoch)];
}
