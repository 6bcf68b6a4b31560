import type { LabelledImage } from '../domain/labelledImage.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';

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
