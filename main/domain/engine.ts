import { z } from 'zod';

/** What may be asked for: the reference in float32, the eight-bit copy, or what suits model and machine. */
export const engineChoices = ['auto', 'fp32', 'int8'] as const;
export type EngineChoice = (typeof engineChoices)[number];

/** What computes the classes: libraries with their versions, and the precision as the last word before any bracket;
 *  "tfjs-node 4.22.0, TensorFlow 2.21.0, fp32" or "onnxruntime 1.30.0, int8 (copy 3f2a90c1d4e5)". */
export type EngineName = string;

export function precisionOf(engine: EngineName): 'fp32' | 'int8' {
  return /, int8\b/.test(engine) ? 'int8' : 'fp32';
}

/** What became of a model's eight-bit copy. */
export interface Int8Outcome {
  /** failed: it could not be made or measured */
  readonly decision: 'accepted' | 'refused' | 'failed';
  /** one sentence: what was measured, or what went wrong */
  readonly note: string;
}

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const fractionSchema = z.number().min(0).max(1);

/** How near an eight-bit copy comes to its model on held-out images. */
export const int8AgreementSchema = z.object({
  imageCount: z.int().nonnegative(),
  /** images of the same likeliest class */
  agreement: fractionSchema,
  /** of a probability of any class */
  greatestDifference: fractionSchema,
  /** of 99 % of the images the greatest difference is at most this */
  p99Difference: fractionSchema,
  /** expected calibration error of the model and of its copy */
  calibrationErrorFp32: fractionSchema,
  calibrationErrorInt8: fractionSchema,
});

export type Int8Agreement = Readonly<z.infer<typeof int8AgreementSchema>>;

/** int8/engine.json of a model folder, whatever the model's task: what the eight-bit copy was made of, and whether it is used. */
export const int8CopySchema = z.object({
  schemaVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  /** SHA-256 of the weights.bin that the copy was made of */
  weightsSha256: sha256Schema,
  /** of model.onnx; of a refused copy the file is not kept */
  onnxSha256: sha256Schema,
  /** that the copy was measured with */
  onnxRuntimeVersion: z.string(),
  calibration: z.object({
    imageCount: z.int().positive(),
    /** over the SHA-256 of the images' files, sorted */
    sha256: sha256Schema,
  }),
  decision: z.enum(['accepted', 'refused']),
  /** why it was refused */
  reason: z.string().optional(),
});

export type Int8CopyCard = Readonly<z.infer<typeof int8CopySchema>>;

/** Of a classifier. */
export const int8CardSchema = int8CopySchema.extend({
  heldOut: int8AgreementSchema,
  /** what the first convolution computes with; of copies made before 0.4 it is not written down */
  firstConvolution: z.enum(['bytes', 'float32']).optional(),
});

export type Int8Card = Readonly<z.infer<typeof int8CardSchema>>;

const foundCellsSchema = z.object({
  detectedCount: z.int().nonnegative(),
  /** at IoU 0.5 */
  precision: fractionSchema,
  recall: fractionSchema,
  f1: fractionSchema,
  /** of the matched boxes */
  meanIou: fractionSchema,
});

/** How well a cell finder and its eight-bit copy find the labelled cells of held-out fields. */
export const detectorAgreementSchema = z.object({
  fieldCount: z.int().nonnegative(),
  labelCount: z.int().nonnegative(),
  fp32: foundCellsSchema,
  int8: foundCellsSchema,
});

export type DetectorAgreement = Readonly<z.infer<typeof detectorAgreementSchema>>;

/** Of a cell finder. */
export const detectorInt8CardSchema = int8CopySchema.extend({ heldOut: detectorAgreementSchema });

export type DetectorInt8Card = Readonly<z.infer<typeof detectorInt8CardSchema>>;
