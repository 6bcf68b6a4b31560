import { z } from 'zod';
import type {
  LabelledCellsSummary,
  ModelActivation,
  ModelSummary,
  TrainingRun,
} from '../../main/domain/trainingRun.ts';
import { defineCall, modelFullNameSchema, noArguments, uuidSchema } from './defineCall.ts';

/** Models and trainings. Answered by the station. */
export const modelCalls = {
  listModels: defineCall<readonly ModelSummary[]>()(noArguments),
  /** newest last */
  listActivations: defineCall<readonly ModelActivation[]>()(noArguments),
  /** scans use this model from now on. 'model-corrupt' when its weights are not what the card says */
  activateModel: defineCall<ModelActivation>()(z.strictObject({ fullName: modelFullNameSchema })),
  /** back to the model that was active before; 'argument-invalid' when there was none */
  rollBackModel: defineCall<ModelActivation>()(noArguments),
  describeLabels: defineCall<LabelledCellsSummary>()(noArguments),
  /** trains on the cells that people gave a class, split by slide. 'training-busy' while another runs;
   *  'dataset-invalid' when a class has too few */
  startTraining: defineCall<TrainingRun>()(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/),
      version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
      /** the model to go on from; null: from scratch */
      parent: modelFullNameSchema.nullable(),
      epochs: z.int().min(1).max(300),
      optimizer: z.enum(['adam', 'adamax']),
      learningRate: z.number().positive().max(1),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    }),
  ),
  /** goes on from the last whole epoch of a run that was cancelled, failed or killed */
  resumeTraining: defineCall<TrainingRun>()(z.strictObject({ runId: uuidSchema })),
  cancelTraining: defineCall<void>()(z.strictObject({ runId: uuidSchema })),
  /** newest first */
  listTrainingRuns: defineCall<readonly TrainingRun[]>()(noArguments),
};
