import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ModelCard } from '../domain/modelCard.ts';
import { parseJson } from '../domain/parseJson.ts';
import { findOtherVersion, parseModelCard } from '../domain/parseModelCard.ts';
import { hashFile } from './hashFile.ts';

/** Where the models that come with the program, and those trained here, lie. */
export const modelsFolder = fileURLToPath(new URL('../../models', import.meta.url));

/** What every model's card says, the cell finder's too. */
const anyCardSchema = z.object({
  name: z.string(),
  version: z.string(),
  task: z.string(),
  createdAt: z.string().optional(),
  weights: z.object({ sha256: z.string() }),
});

/** A model folder as it was found. */
export interface InstalledModel {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** 'classify-cells' for a classifier */
  readonly task: string;
  readonly createdAt: string | undefined;
  readonly sha256: string;
  /** of a classifier; undefined for other tasks */
  readonly card: ModelCard | undefined;
  /** what is wrong with it; undefined when it can be used */
  readonly problem: string | undefined;
}

/** The models of a folder, in order of folder name. Folders without a card are no models; hidden ones are still being
 *  imported.
 *  @param checkWeights reads the weights and compares their SHA-256 with the card's */
export async function listModels(
  checkWeights: boolean,
  folder: string = modelsFolder,
): Promise<readonly InstalledModel[]> {
  const names = await readdir(folder).catch(() => []);
  const models = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .toSorted()
      .map((name) => readModel(join(folder, name), checkWeights)),
  );
  return models.filter((model) => model !== undefined);
}

/** @returns undefined when the folder holds no card */
export async function readModel(folder: string, checkWeights: boolean): Promise<InstalledModel | undefined> {
  const text = await readFile(join(folder, 'card.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  const card = anyCardSchema.safeParse(json);
  if (!card.success) return unreadableModel(folder, findOtherVersion(json));
  const { name, version, task, createdAt, weights } = card.data;
  const model = { folder, name, version, task, createdAt, sha256: weights.sha256, card: undefined };
  const classifier = task === 'classify-cells' ? parseModelCard(json) : undefined;
  if (classifier !== undefined && classifier.card === undefined)
    return { ...model, problem: classifier.problem };
  const problem = checkWeights ? await findWeightProblem(folder, weights.sha256) : undefined;
  return { ...model, card: classifier?.card, problem };
}

function unreadableModel(folder: string, problem = 'card.json cannot be read'): InstalledModel {
  return {
    folder,
    name: basename(folder),
    version: '?',
    task: '?',
    createdAt: undefined,
    sha256: '',
    card: undefined,
    problem,
  };
}

async function findWeightProblem(folder: string, sha256: string): Promise<string | undefined> {
  const found = await hashFile(join(folder, 'weights.bin')).catch(() => undefined);
  if (found === undefined) return 'weights.bin cannot be read';
  return found === sha256 ? undefined : 'weights.bin is not what the card says (SHA-256)';
}
