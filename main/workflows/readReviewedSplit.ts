import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { listControlSets } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import { cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import { pixelBoxShape } from '../domain/pixelBoxShape.ts';
import { type ReviewedSplit, splitReviewedCells } from '../domain/splitReviewedCells.ts';
import { describeLeftOut } from './withoutControlItems.ts';
import { type LearnableCellsOptions, writeLearnableCells } from './writeLearnableCells.ts';
import { writeOutput } from './writeOutput.ts';

const imageSchema = z.object({
  path: z.string(),
  cellClass: z.enum(cellClasses),
  cell: z.object({ ...pixelBoxShape, redCellDiameterPx: z.number() }).optional(),
});
const splitSchema = z.object({
  /** of the control set whose slides were left out; none in those of a program before 0.4 */
  controlSetVersion: z.int().optional(),
  leftOutCount: z.int().optional(),
  unit: z.enum(['slide', 'cell']),
  parts: z.object({
    train: z.array(imageSchema),
    validation: z.array(imageSchema),
    test: z.array(imageSchema),
  }),
});

/** Reviewed cells in their parts, without those of the control set. */
export interface LearnableSplit extends ReviewedSplit {
  /** slides that the control set kept out; 0 without one */
  readonly leftOutCount: number;
}

/** Cuts the reviewed cells out into a folder and splits them. They are cut out once: a training that goes on has
 *  the same ones. Slides and pictures of the control set are never among them.
 *  @throws LabError as writeReviewedCells and splitReviewedCells; 'dataset-invalid' when a control set was locked
 *  since the cells were cut out */
export async function readReviewedSplit(
  db: Db,
  runFolder: string,
  { seed, ...options }: { readonly seed: number } & LearnableCellsOptions,
): Promise<LearnableSplit> {
  const manifest = join(runFolder, 'split.json');
  const controlSetVersion = listControlSets(db).at(-1)?.version ?? 0;
  if (existsSync(manifest)) {
    const kept = splitSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
    refuseNewerControlSet(kept.controlSetVersion ?? 0, controlSetVersion);
    return { ...kept, leftOutCount: kept.leftOutCount ?? 0 };
  }
  const cellsFolder = join(runFolder, 'cells');
  await rm(cellsFolder, { recursive: true, force: true });
  await mkdir(cellsFolder, { recursive: true });
  const { items, leftOutCount } = await writeLearnableCells(db, cellsFolder, options);
  const split = { ...splitReviewedCells(items, seed), controlSetVersion, leftOutCount };
  await writeOutput(manifest, JSON.stringify(split));
  return split;
}

/** What was cut out before a control set was locked may be of its slides. */
function refuseNewerControlSet(cutAt: number, now: number): void {
  if (cutAt === now) return;
  throw new LabError(
    'dataset-invalid',
    'A control set was locked since this training began: its cells must not be learned. Start a new training.',
  );
}

/** What the split proves, one sentence for people. */
export function describeReviewedSplit({ unit, leftOutCount }: LearnableSplit): string {
  const leftOut = describeLeftOut(leftOutCount, 'slide');
  return leftOut === '' ? unitSentences[unit] : `${unitSentences[unit]}; ${leftOut}`;
}

const unitSentences = {
  slide: 'reviewed cells, about 70/15/15 by slide: the figures are of slides that were not learned',
  cell: 'reviewed cells, about 70/15/15 one by one, because the slides are too few to hold some back: the figures are of slides that were learned, and say little of others',
} as const;
