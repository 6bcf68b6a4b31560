import { z } from 'zod';

/** One point of the training curves; accuracy and macro F1 are of the validation part. */
export const epochRecordSchema = z.object({
  epoch: z.int().positive(),
  trainLoss: z.number(),
  /** missing in trainings by a program before 0.3 */
  trainAccuracy: z.number().optional(),
  validationLoss: z.number(),
  accuracy: z.number(),
  macroF1: z.number(),
});

export type EpochRecord = Readonly<z.infer<typeof epochRecordSchema>>;
