import { standingActivations } from '../../../main/domain/standingActivations.ts';
import type { ModelActivation, ModelSummary } from '../../../main/domain/trainingRun.ts';

/** What a roll back would bring: the activation before the one that stands, else the model that came with the
 *  program. Undefined when there is nothing to go back to.
 *  @param activations newest last */
export function findPreviousModel(
  activations: readonly ModelActivation[],
  models: readonly Pick<ModelSummary, 'fullName' | 'sha256' | 'isShipped'>[],
): string | undefined {
  const standing = standingActivations(activations);
  const present = standing.at(-1);
  if (present === undefined) return undefined;
  const before = standing.at(-2);
  if (before !== undefined) return before.fullName;
  const shipped = models.findLast(({ isShipped }) => isShipped);
  return shipped?.sha256 === present.sha256 ? undefined : shipped?.fullName;
}
