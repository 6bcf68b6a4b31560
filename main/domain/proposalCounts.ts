import { isBlastLike } from './cellClass.ts';
import type { ProposedClass } from './judgement.ts';
import type { LabelledImage } from './labelledImage.ts';

/** What was proposed for items of one truth, strange ones counted apart. */
export interface ProposalCounts {
  readonly count: number;
  readonly benignCount: number;
  readonly blastCount: number;
  readonly unidentifiedCount: number;
}

/** What a model that says "unidentified" makes of benign and of blast-like items.
 *  @param proposals of each item, in their order; undefined of one that could not be judged, which is not counted */
export function countProposals(
  items: readonly Pick<LabelledImage, 'cellClass'>[],
  proposals: readonly (ProposedClass | undefined)[],
): { readonly benign: ProposalCounts; readonly blast: ProposalCounts } {
  const judged = items.flatMap(({ cellClass }, i) => {
    const proposal = proposals[i];
    return proposal === undefined ? [] : [{ isBlast: isBlastLike(cellClass), proposal }];
  });
  const countOf = (isBlast: boolean): ProposalCounts => {
    const ofTruth = judged.filter((one) => one.isBlast === isBlast).map(({ proposal }) => proposal);
    const benignCount = ofTruth.filter((proposal) => proposal === 'benign').length;
    const blastCount = ofTruth.filter(
      (proposal) => proposal !== 'unidentified' && isBlastLike(proposal),
    ).length;
    const count = ofTruth.length;
    return { count, benignCount, blastCount, unidentifiedCount: count - benignCount - blastCount };
  };
  return { benign: countOf(false), blast: countOf(true) };
}
