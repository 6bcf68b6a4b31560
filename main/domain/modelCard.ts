import { z } from 'zod';
import { cellClasses } from './cellClass.ts';
import { learnedParts } from './learnedPart.ts';
import {
  datasetSourceSchema,
  fractionSchema,
  modelIdentityShape,
  parentSchema,
  weightsFileSchema,
} from './modelCardParts.ts';
import { recipeShape } from './recipeFigures.ts';
import { reliabilityBinSchema } from './reliability.ts';

/** How pixels become network input. Stored with the model, used by training and inference alike. */
export const preprocessingSchema = z.object({
  /** network input is float32 [inputPx, inputPx, 3] */
  inputPx: z.int().min(32).max(1024),
  /** edge of the window that the network sees, in red-cell widths: brings any magnification to the model's */
  windowRedCells: z.number().positive(),
  /** lower-right part of each field that is painted over (burned-in scale bars), as fractions of the field */
  scaleBarCorner: z.object({ width: z.number().min(0).max(0.5), height: z.number().min(0).max(0.5) }),
  /** per-channel mean and standard deviation of the training fields, RGB, 0..1 */
  mean: z.tuple([z.number(), z.number(), z.number()]),
  standardDeviation: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
});

export type Preprocessing = Readonly<z.infer<typeof preprocessingSchema>>;

const intervalSchema = z.object({ low: fractionSchema, high: fractionSchema });

const classFiguresSchema = z.object({
  cellClass: z.enum(cellClasses),
  count: z.int().nonnegative(),
  precision: fractionSchema,
  recall: fractionSchema,
  f1: fractionSchema,
  /** one against the rest */
  rocAuc: fractionSchema,
  recallInterval: intervalSchema,
});

/** What a model did on a held-out set. */
export const figuresSchema = z.object({
  count: z.int().nonnegative(),
  accuracy: fractionSchema,
  /** Clopper-Pearson, 95 % */
  accuracyInterval: intervalSchema,
  macroPrecision: fractionSchema,
  macroRecall: fractionSchema,
  macroF1: fractionSchema,
  macroRocAuc: fractionSchema,
  /** 15 equal-width bins of the highest probability (Guo et al. 2017) */
  expectedCalibrationError: fractionSchema,
  /** the bins that the error above is of; undefined of figures by a program before 0.4 */
  reliability: z.array(reliabilityBinSchema).optional(),
  classes: z.array(classFiguresSchema),
  /** [true class][predicted class], order of `cellClasses` */
  confusionMatrix: z.array(z.array(z.int().nonnegative())),
});

export type Figures = Readonly<z.infer<typeof figuresSchema>>;

/** card.json of a model folder: all that a user must know to trust or distrust it, and all the program
 *  needs to run it. */
export const modelCardSchema = z.object({
  ...modelIdentityShape,
  task: z.literal('classify-cells'),
  architecture: z.object({
    name: z.string(),
    widthMultiplier: z.number().positive(),
    batchNormalisation: z.boolean(),
    parameterCount: z.int().positive(),
  }),
  classes: z.array(z.enum(cellClasses)),
  preprocessing: preprocessingSchema,
  weights: weightsFileSchema,
  /** what the labels of the training were of; fields unless told */
  trainedOn: z.enum(['fields', 'cells']).optional(),
  /** the logits are divided by the temperature, fitted on held-out items; none: as they are */
  calibration: z
    .object({
      temperature: z.number().positive(),
      /** by how much each class was made likelier besides, order of `cellClasses`, in natural logarithms of odds: it lies
       *  in the weights already. Undefined: not at all, as by programs before 0.4 */
      classShifts: z.array(z.number()).length(cellClasses.length).optional(),
      protocol: z.string(),
      count: z.int().nonnegative(),
      /** expected calibration error of these items before and after */
      errorBefore: fractionSchema,
      errorAfter: fractionSchema,
    })
    .optional(),
  /** a cell farther than the limit from every class of the training set is proposed as unidentified; the measure
   *  itself lies with the weights */
  familiarity: z
    .object({
      limit: z.number().positive(),
      protocol: z.string(),
      /** what became of sets of cells: those of the training's own kind, and strange ones */
      sets: z.array(
        z.object({ name: z.string(), count: z.int().nonnegative(), unidentifiedShare: fractionSchema }),
      ),
    })
    .optional(),
  /** the model that the training went on from; none: from scratch, or made by a program before 0.4 */
  parent: parentSchema.optional(),
  training: z.object({
    optimizer: z.enum(['adam', 'adamax']),
    learningRate: z.number().positive(),
    epochs: z.int().positive(),
    chosenEpoch: z.int().positive(),
    batchSize: z.int().positive(),
    seed: z.int(),
    trainCount: z.int().positive(),
    validationCount: z.int().nonnegative(),
    /** cells of other sources that were learned too, and how many of them an epoch showed */
    besides: z.object({ count: z.int().positive(), perEpoch: z.int().positive() }).optional(),
    durationMs: z.number().nonnegative(),
    /** how much of the parent's network learned; all unless told */
    learned: z.enum(learnedParts).optional(),
    /** the training could not go on in this epoch; the best one before it is the model */
    stopped: z.object({ epoch: z.int().positive(), reason: z.literal('loss-not-a-number') }).optional(),
  }),
  dataset: datasetSourceSchema,
  evaluations: z.array(
    z.object({
      protocol: z.string(),
      dataset: z.string(),
      /** false when another set of weights, trained by the same recipe, was measured */
      ofTheseWeights: z.boolean(),
      figures: figuresSchema,
    }),
  ),
  baselines: z.array(
    z.object({
      name: z.string(),
      protocol: z.string(),
      accuracy: fractionSchema,
      benignRecall: fractionSchema,
    }),
  ),
  ...recipeShape,
  intendedUse: z.string(),
  limitations: z.array(z.string()),
});

export type ModelCard = Readonly<z.infer<typeof modelCardSchema>>;
