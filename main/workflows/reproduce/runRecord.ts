import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { epochRecordSchema } from '../../domain/epochRecord.ts';
import { LabError } from '../../domain/labError.ts';
import { modelCardSchema } from '../../domain/modelCard.ts';
import { otherSourceSchema } from '../../domain/recipeFigures.ts';
import { writeOutput } from '../writeOutput.ts';

/** What is kept of a run: enough for every figure and curve on the shipped card. */
const recordSchema = z.object({
  card: modelCardSchema,
  history: z.array(epochRecordSchema),
  /** measured on the shipped weights alone */
  otherSources: z.array(otherSourceSchema).optional(),
});

export type RunRecord = Readonly<z.infer<typeof recordSchema>>;

/** @returns undefined when the run has not been made
 *  @throws LabError 'model-corrupt' when the record cannot be read */
export async function readRunRecord(modelFolder: string, run: string): Promise<RunRecord | undefined> {
  const path = recordPath(modelFolder, run);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LabError(
      'model-corrupt',
      `${path} is no record of a run. Remove it, and the run is made again.`,
      { path },
      { cause },
    );
  }
}

export async function writeRunRecord(modelFolder: string, run: string, record: RunRecord): Promise<void> {
  await mkdir(join(modelFolder, 'runs'), { recursive: true });
  await writeOutput(recordPath(modelFolder, run), `${JSON.stringify(record)}\n`);
}

/** The record of a finished training. */
export async function readFinishedRun(runFolder: string): Promise<RunRecord | undefined> {
  const text = await readFile(join(runFolder, 'card.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const history = JSON.parse(await readFile(join(runFolder, 'history.json'), 'utf8')) as unknown;
  return recordSchema.parse({ card: JSON.parse(text) as unknown, history });
}

function recordPath(modelFolder: string, run: string): string {
  return join(modelFolder, 'runs', `${run}.json`);
}
