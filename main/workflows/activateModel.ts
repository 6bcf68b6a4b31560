import type { ComputeOptions } from '../compute/computeClient.ts';
import { appendActivation } from '../database/activations.ts';
import {
  answersForModels,
  canBeOverridden,
  type GateVerdict,
  isRefusal,
  leastReasonLength,
  needsAcknowledgement,
} from '../domain/gateVerdict.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { Person } from '../domain/person.ts';
import type { ModelActivation } from '../domain/trainingRun.ts';
import { requireSoundModel } from './activeModel.ts';
import { type GateTools, judgeModel } from './judgeModel.ts';
import { whoActs } from './whoActs.ts';

/** What a person asks for. */
export interface ActivationOrder {
  readonly fullName: string;
  /** why the model is activated though the gate refuses it; of use only then */
  readonly override?: { readonly reason: string } | undefined;
  /** the person was told that there is no control set */
  readonly isUnmeasured?: boolean | undefined;
}

/** Lets scans use a model from now on, when the gate lets it through: by its figures, by the reasoned override of who
 *  answers for the models, or, where there is no control set, by the word of the person.
 *  @param person who asks; who works at the station unless given
 *  @throws LabError 'person-unknown' | 'model-unknown' | 'model-corrupt' when its weights are not what its card says
 *  @throws LabError 'promotion-refused' by the gate; 'role-lacking' | 'argument-invalid' of an override
 *  @throws LabError as judgeModel */
export async function activateModel(
  tools: GateTools,
  order: ActivationOrder,
  { person, ...options }: ComputeOptions & { readonly person?: Person | undefined } = {},
): Promise<ModelActivation> {
  const { db, folders } = tools;
  const asker = whoActs(db, person);
  const isWanted = (one: Parameters<typeof modelFullName>[0]) => modelFullName(one) === order.fullName;
  await requireSoundModel(folders.models, isWanted, order.fullName);
  const verdict = await judgeModel(tools, order.fullName, { ...options, person: asker.name });
  const overrideReason = passGate(verdict, order, asker);
  // the weights may have changed while they were judged
  const { sha256 } = await requireSoundModel(folders.models, isWanted, order.fullName);
  if (sha256 !== verdict.challenger.sha256)
    throw new LabError('model-corrupt', `${order.fullName} was changed while it was judged. Judge it again.`);
  return appendActivation(db, {
    ...{ fullName: order.fullName, sha256, person: asker.name, isRollback: false, verdictId: verdict.id },
    ...(overrideReason === undefined ? {} : { overrideReason }),
    isUnmeasured: needsAcknowledgement(verdict),
  });
}

/** @returns the reason when a refusal is overridden */
function passGate(verdict: GateVerdict, order: ActivationOrder, person: Person): string | undefined {
  const { fullName, override } = order;
  if (needsAcknowledgement(verdict) && order.isUnmeasured !== true)
    throw new LabError(
      'promotion-refused',
      `${fullName} was not measured: this lab has no control set. Lock one, or say that the model is to be used all the same.`,
      { verdictId: verdict.id },
    );
  if (verdict.decision !== 'refused') return undefined;
  const why = verdict.reasons
    .filter(({ reason }) => isRefusal(reason))
    .map(({ detail }) => detail)
    .join('; ');
  if (override === undefined || !canBeOverridden(verdict))
    throw new LabError('promotion-refused', `${fullName} is refused: ${why}.${wayOut(verdict)}`, {
      verdictId: verdict.id,
    });
  if (!answersForModels(person.role))
    throw new LabError(
      'role-lacking',
      'Only a model steward or an administrator may activate a model that the gate has refused.',
    );
  const reason = override.reason.trim();
  if (reason.length < leastReasonLength)
    throw new LabError(
      'argument-invalid',
      `Say in at least ${leastReasonLength} characters why ${fullName} is activated all the same.`,
    );
  return reason;
}

function wayOut(verdict: GateVerdict): string {
  return canBeOverridden(verdict)
    ? ' Train it further, or have a model steward override it with a reason.'
    : ' Install it again or train it anew.';
}
