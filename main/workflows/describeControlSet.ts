import { listControlSets } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import type { ControlSet, LeastControlItems } from '../domain/controlSet.ts';
import type { ControlSetPlan } from '../domain/planControlSet.ts';
import { planReviewedControlSet } from './createControlSet.ts';

/** What models are judged on, and what a new control set from the lab's reviews would lock. */
export function describeControlSet(db: Db): {
  readonly versions: readonly ControlSet[];
  readonly plan: Omit<ControlSetPlan, 'slides'> & { readonly slideCount: number };
  readonly least: LeastControlItems;
} {
  const { slides, ...plan } = planReviewedControlSet(db);
  const { leastControlBlasts: blast, leastControlBenign: benign } = readSettings(db);
  return {
    versions: listControlSets(db),
    plan: { ...plan, slideCount: slides.length },
    least: { blast, benign },
  };
}
