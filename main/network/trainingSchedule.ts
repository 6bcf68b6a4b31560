/** Learning rate of a step: rises in a straight line over the first `warmUpSteps`, then falls along half a
 *  cosine to one hundredth (Loshchilov & Hutter 2017, arXiv 1608.03983).
 *  @param step 0..stepCount-1 */
export function computeLearningRate(
  step: number,
  schedule: { readonly stepCount: number; readonly warmUpSteps: number; readonly peak: number },
): number {
  const { stepCount, warmUpSteps, peak } = schedule;
  if (step < warmUpSteps) return (peak * (step + 1)) / warmUpSteps;
  const progress = (step - warmUpSteps) / Math.max(1, stepCount - warmUpSteps);
  return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
