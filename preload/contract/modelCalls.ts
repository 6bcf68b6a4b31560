import { z } from 'zod';
import type { ControlSet, ControlSetContents, LeastControlItems } from '../../main/domain/controlSet.ts';
import type { GateVerdict } from '../../main/domain/gateVerdict.ts';
import { learnedParts } from '../../main/domain/learnedPart.ts';
import type { ControlSetPlan } from '../../main/domain/planControlSet.ts';
import type { TrainingPreflight } from '../../main/domain/trainingPreflight.ts';
import type {
  LabelledCellsSummary,
  ModelActivation,
  ModelSummary,
  TrainingRun,
} from '../../main/domain/trainingRun.ts';
import { defineCall, grantIdSchema, modelFullNameSchema, noArguments, uuidSchema } from './defineCall.ts';

/** The lab's control set, and what could become one. */
export interface ControlSetSummary {
  /** every version, the one that models are judged on last */
  readonly versions: readonly ControlSet[];
  /** of a new one from the lab's reviews */
  readonly plan: Omit<ControlSetPlan, 'slides'> & { readonly slideCount: number };
  /** blast and benign cells that one needs */
  readonly least: LeastControlItems;
}

const trainingOrderSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
  /** the model to go on from; null: from scratch */
  parent: modelFullNameSchema.nullable(),
  /** how much of the parent's network learns; all unless told, and from scratch */
  learned: z.enum(learnedParts).optional(),
  epochs: z.int().min(1).max(300),
  optimizer: z.enum(['adam', 'adamax']),
  learningRate: z.number().positive().max(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

export interface ExportedBundle {
  readonly fullName: string;
  readonly fileCount: number;
}

export interface ImportedBundle {
  readonly fullName: string;
  /** false: the very model was there already, and nothing was changed */
  readonly isNew: boolean;
}

/** Models and trainings. Answered by the station. */
export const modelCalls = {
  listModels: defineCall<readonly ModelSummary[]>()(noArguments),
  /** newest last */
  listActivations: defineCall<readonly ModelActivation[]>()(noArguments),
  /** what the gate says of a model, measured on the control set unless a verdict stands; seconds to minutes, told by
   *  'gate-progress'. 'model-unknown'; 'dataset-invalid' when the control set is damaged; 'cancelled' */
  judgeModel: defineCall<GateVerdict>()(
    z.strictObject({ fullName: modelFullNameSchema, isForced: z.boolean() }),
  ),
  cancelJudging: defineCall<void>()(z.strictObject({ fullName: modelFullNameSchema })),
  /** an earlier verdict; undefined when there is none of that id */
  readVerdict: defineCall<GateVerdict | undefined>()(z.strictObject({ verdictId: uuidSchema })),
  /** scans use this model from now on. 'promotion-refused' by the gate: then `override` gives the reason of who answers
   *  for the models ('role-lacking' of others), or, without a control set, `isUnmeasured` says that the person knows.
   *  'model-corrupt' when its weights are not what the card says */
  activateModel: defineCall<ModelActivation>()(
    z.strictObject({
      fullName: modelFullNameSchema,
      override: z.strictObject({ reason: z.string().max(1000) }).optional(),
      isUnmeasured: z.boolean().optional(),
    }),
  ),
  /** back to the model that was active before; 'argument-invalid' when there was none */
  rollBackModel: defineCall<ModelActivation>()(noArguments),
  /** what models are judged on, and what a new one from the lab's reviews would lock */
  describeControlSet: defineCall<ControlSetSummary>()(noArguments),
  /** locks the control set: of reviewed slides, or with a grant the pictures of a dataset folder, one folder a class.
   *  'dataset-invalid' when there are too few of a kind; 'cancelled' */
  createControlSet: defineCall<ControlSet>()(
    z.strictObject({ requestId: uuidSchema, grants: z.array(grantIdSchema).max(1) }),
  ),
  /** what lies in a version, each picture compared with what was locked; 'argument-invalid' when there is none */
  readControlSet: defineCall<ControlSetContents>()(
    z.strictObject({ version: z.int().min(1).max(1_000_000) }),
  ),
  /** writes a model to the place that a person chose, in place of what is there; 'model-corrupt' when it does not give
   *  what it gave; 'disk-full' | 'output-unwritable' | 'cancelled' */
  exportModel: defineCall<ExportedBundle>()(
    z.strictObject({
      fullName: modelFullNameSchema,
      requestId: uuidSchema,
      grants: z.array(grantIdSchema).length(1),
    }),
  ),
  /** installs a model that another station has exported; it is not activated. 'model-import-refused' with the reason */
  importModel: defineCall<ImportedBundle>()(
    z.strictObject({ requestId: uuidSchema, grants: z.array(grantIdSchema).length(1) }),
  ),
  describeLabels: defineCall<LabelledCellsSummary>()(noArguments),
  /** what a training would take, by some of its own steps; seconds to a minute. 'dataset-invalid' when a class has too
   *  few cells; 'cancelled' */
  preflightTraining: defineCall<TrainingPreflight>()(trainingOrderSchema),
  cancelPreflight: defineCall<void>()(noArguments),
  /** trains on the cells that people gave a class, split by slide; waits while another is open.
   *  'dataset-invalid' when a class has too few */
  startTraining: defineCall<TrainingRun>()(trainingOrderSchema),
  /** stops it after its last whole epoch, for as long as the person likes; others wait for it */
  pauseTraining: defineCall<void>()(z.strictObject({ runId: uuidSchema })),
  /** goes on from the last whole epoch of a run that was paused, cancelled, failed or killed */
  resumeTraining: defineCall<TrainingRun>()(z.strictObject({ runId: uuidSchema })),
  cancelTraining: defineCall<void>()(z.strictObject({ runId: uuidSchema })),
  /** newest first */
  listTrainingRuns: defineCall<readonly TrainingRun[]>()(noArguments),
};
