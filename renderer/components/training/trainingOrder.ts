import type { LearnedPart } from '../../../main/domain/learnedPart.ts';
import type { ArgumentsOf } from '../../../preload/contract/defineCall.ts';
import { modelCalls } from '../../../preload/contract/modelCalls.ts';

export type TrainingOrder = ArgumentsOf<(typeof modelCalls)['startTraining']>;

/** What stands in the fields of the form, as it was typed. */
export interface TrainingFields {
  readonly name: string;
  readonly version: string;
  /** full name of a model; empty: from scratch */
  readonly parent: string;
  /** how much of the parent's network learns */
  readonly learned: LearnedPart;
  readonly epochs: string;
  readonly optimizer: TrainingOrder['optimizer'];
  readonly learningRate: string;
  readonly seed: string;
}

export interface ReadOrder {
  /** undefined while a field is wrong */
  readonly order: TrainingOrder | undefined;
  readonly wrongFields: readonly (keyof TrainingFields)[];
}

/** The fields as an order that the lab would take, by the contract's own schema. */
export function readOrder(fields: TrainingFields): ReadOrder {
  const { parent, learned, ...others } = fields;
  const read = modelCalls.startTraining.args.safeParse({
    ...others,
    // a network from scratch learns whole
    ...(parent === '' ? { parent: null } : { parent, learned }),
    epochs: readNumber(fields.epochs),
    learningRate: readNumber(fields.learningRate),
    seed: readNumber(fields.seed),
  });
  if (read.success) return { order: read.data, wrongFields: [] };
  const wrong = new Set(read.error.issues.map(({ path: [field] }) => field as keyof TrainingFields));
  return { order: undefined, wrongFields: [...wrong] };
}

/** Numbers may be typed with a comma. NaN when it is none. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
}
