import type { ModelActivation } from './trainingRun.ts';

/** The activations that stand, the present one last: a rollback takes the last one away.
 *  @param activations oldest first */
export function standingActivations(activations: readonly ModelActivation[]): readonly ModelActivation[] {
  const stack: ModelActivation[] = [];
  for (const activation of activations) {
    if (!activation.isRollback) {
      // what was active already is no step to go back from
      if (stack.at(-1)?.sha256 !== activation.sha256) stack.push(activation);
    } else {
      stack.pop();
      // back to the shipped model, which nobody had activated
      if (stack.length === 0) stack.push(activation);
    }
  }
  return stack;
}
