/** How much of the network learns in a training that goes on from a model: the dense layer at its end, the last two of
 *  its five blocks and that layer, or all. What does not learn stays bit for bit as it was. */
export const learnedParts = ['head', 'last-blocks', 'all'] as const;
export type LearnedPart = (typeof learnedParts)[number];
