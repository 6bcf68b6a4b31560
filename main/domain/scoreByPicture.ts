import type { ScoredItem } from './computeFigures.ts';
import { poolJudgements } from './judgement.ts';
import type { LabelledImage } from './labelledImage.ts';

/** Cells scored one by one as the pictures that they lie in: the cells of each pooled. A picture whose cells
 *  have several classes counts once for each.
 *  @param scored in the order of `items` */
export function scoreByPicture(
  items: readonly Pick<LabelledImage, 'path' | 'cellClass'>[],
  scored: readonly ScoredItem[],
): readonly ScoredItem[] {
  const pairs = items.flatMap(({ path, cellClass }, i) => {
    const score = scored[i];
    return score === undefined ? [] : [{ key: `${cellClass} ${path}`, score }];
  });
  return [...Map.groupBy(pairs, ({ key }) => key).values()].flatMap((ofPicture) => {
    const [first] = ofPicture;
    if (first === undefined) return [];
    return [{ cellClass: first.score.cellClass, ...poolJudgements(ofPicture.map(({ score }) => score)) }];
  });
}
