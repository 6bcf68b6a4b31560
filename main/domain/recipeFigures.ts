import { z } from 'zod';
import { fractionSchema } from './modelCardParts.ts';

/* What is known of the recipe by which a model was trained, beyond the model's own figures. */

const partFiguresShape = {
  count: z.int().nonnegative(),
  accuracy: fractionSchema,
  macroPrecision: fractionSchema,
  macroRecall: fractionSchema,
  benignRecall: fractionSchema,
  expectedCalibrationError: fractionSchema,
} as const;

/** One training in short: held-out fields, of a model of cells the cells of each pooled. */
export const runFiguresSchema = z.object({
  /** its name in the plan, and that of its record beside the card */
  run: z.string(),
  validation: z.object(partFiguresShape),
  test: z.object(partFiguresShape),
  /** cell by cell, of a model of cells */
  testCells: z.object(partFiguresShape).optional(),
  chosenEpoch: z.int().positive(),
  minutes: z.number().nonnegative(),
  weightsSha256: z.string(),
});

export type RunFigures = Readonly<z.infer<typeof runFiguresSchema>>;

/** The recipe over the folds of a protocol: each fold is the test of weights that were trained without it. */
export const crossValidationSchema = z.object({
  protocol: z.string(),
  /** folds that the protocol has; those that were not run are missing below */
  foldCount: z.int().positive(),
  folds: z.array(
    runFiguresSchema.extend({
      fold: z.int().nonnegative(),
      /** of 3 nearest neighbours on 15 colour statistics, on the same test part */
      colour: z.object({ accuracy: fractionSchema, benignRecall: fractionSchema }),
    }),
  ),
});

export type CrossValidation = Readonly<z.infer<typeof crossValidationSchema>>;

/** Trainings that differ in one thing. */
export const comparisonSchema = z.object({
  title: z.string(),
  note: z.string(),
  rows: z.array(
    runFiguresSchema.extend({
      name: z.string(),
      parameterCount: z.int().positive(),
      sizeBytes: z.int().positive(),
    }),
  ),
});

export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;

/** What the model proposes for cells of another source, whose truth is known. */
export const otherSourceSchema = z.object({
  name: z.string(),
  truth: z.enum(['benign', 'blast-like']),
  count: z.int().nonnegative(),
  benignCount: z.int().nonnegative(),
  blastCount: z.int().nonnegative(),
  unidentifiedCount: z.int().nonnegative(),
});

export type OtherSource = Readonly<z.infer<typeof otherSourceSchema>>;

export const recipeShape = {
  crossValidation: z.array(crossValidationSchema).optional(),
  comparisons: z.array(comparisonSchema).optional(),
  otherSources: z.array(otherSourceSchema).optional(),
} as const;
