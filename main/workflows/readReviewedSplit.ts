import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../database/open.ts';
import { cellClasses } from '../domain/cellClass.ts';
import { type ReviewedSplit, splitReviewedCells } from '../domain/splitReviewedCells.ts';
import { writeOutput } from './writeOutput.ts';
import { writeReviewedCells } from './writeReviewedCells.ts';

const imageSchema = z.object({ path: z.string(), cellClass: z.enum(cellClasses) });
const splitSchema = z.object({
  unit: z.enum(['slide', 'cell']),
  parts: z.object({
    train: z.array(imageSchema),
    validation: z.array(imageSchema),
    test: z.array(imageSchema),
  }),
});

/** Cuts the reviewed cells out into a folder and splits them. They are cut out once: a training that goes on has
 *  the same ones.
 *  @throws LabError as writeReviewedCells and splitReviewedCells */
export async function readReviewedSplit(
  db: Db,
  runFolder: string,
  { seed, ...options }: { readonly seed: number } & Parameters<typeof writeReviewedCells>[2],
): Promise<ReviewedSplit> {
  const manifest = join(runFolder, 'split.json');
  if (existsSync(manifest)) return splitSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  const cellsFolder = join(runFolder, 'cells');
  await rm(cellsFolder, { recursive: true, force: true });
  await mkdir(cellsFolder, { recursive: true });
  const split = splitReviewedCells(await writeReviewedCells(db, cellsFolder, options), seed);
  await writeOutput(manifest, JSON.stringify(split));
  return split;
}

/** What the split proves, one sentence for people. */
export function describeReviewedSplit({ unit }: ReviewedSplit): string {
  return unit === 'slide'
    ? 'reviewed cells, about 70/15/15 by slide: the figures are of slides that were not learned'
    : 'reviewed cells, about 70/15/15 one by one, because the slides are too few to hold some back: the figures are of slides that were learned, and say little of others';
}
