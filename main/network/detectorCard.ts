import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import {
  datasetSourceSchema,
  fractionSchema,
  modelIdentityShape,
  weightsFileSchema,
} from '../domain/modelCardParts.ts';

const detectionFiguresSchema = z.object({
  dataset: z.string(),
  protocol: z.string(),
  fieldCount: z.int().positive(),
  labelCount: z.int().nonnegative(),
  detectedCount: z.int().nonnegative(),
  /** at IoU 0.5 */
  precision: fractionSchema,
  recall: fractionSchema,
  f1: fractionSchema,
  /** of the matched boxes */
  meanIou: fractionSchema,
});

/** card.json of a detector folder: what it is, what it was trained on, how well it did, what it needs to run. */
export const detectorCardSchema = z.object({
  ...modelIdentityShape,
  task: z.literal('find-cells'),
  architecture: z.object({ name: z.string(), parameterCount: z.int().positive() }),
  /** width of a red cell at the network's scale, network pixels */
  redCellPx: z.number().positive(),
  /** least score of a white cell, chosen on the fields held out of training */
  scoreThreshold: fractionSchema,
  weights: weightsFileSchema,
  training: z.object({
    optimizer: z.literal('adam'),
    learningRate: z.number().positive(),
    steps: z.int().positive(),
    chosenStep: z.int().positive(),
    batchSize: z.int().positive(),
    samplePx: z.int().positive(),
    seed: z.int(),
    trainCount: z.int().positive(),
    heldOutCount: z.int().nonnegative(),
    durationMs: z.number().nonnegative(),
  }),
  dataset: datasetSourceSchema,
  evaluations: z.array(detectionFiguresSchema),
  intendedUse: z.string(),
  limitations: z.array(z.string()),
});

export type DetectorCard = Readonly<z.infer<typeof detectorCardSchema>>;

/** card.json of a detector folder.
 *  @throws LabError 'model-unknown' when there is none, 'model-corrupt' when it isn't a detector's card */
export async function readDetectorCard(folder: string): Promise<DetectorCard> {
  const text = await readFile(join(folder, 'card.json'), 'utf8').catch((cause: unknown) => {
    throw new LabError(
      'model-unknown',
      `There is no detector at ${folder}: card.json cannot be read. Name a folder with model.json, weights.bin and card.json.`,
      { folder },
      { cause },
    );
  });
  const card = detectorCardSchema.safeParse(parse(text, folder));
  if (!card.success) throw damaged(folder, z.prettifyError(card.error));
  return card.data;
}

function parse(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(folder, 'it is not JSON', cause);
  }
}

function damaged(folder: string, what: string, cause?: unknown): LabError {
  return new LabError(
    'model-corrupt',
    `card.json of ${basename(folder)} is not a cell detector's card: ${what}. Install it again.`,
    { folder },
    { cause },
  );
}
