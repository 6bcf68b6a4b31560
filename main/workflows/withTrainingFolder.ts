import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  isProcessAlive,
  type ProcessHolder,
  processHolderSchema,
  thisProcess,
} from '../database/processIdentity.ts';
import { LabError } from '../domain/labError.ts';
import { parseJson } from '../domain/parseJson.ts';
import { writeFailure } from '../slides/fileFailure.ts';

const lockName = 'training.lock';
const longestTurnMs = 10_000;

/** Holds a folder of checkpoints and model for one training. What a process that died has left is taken over.
 *  @throws LabError 'training-busy' when another process holds it | 'output-unwritable' | 'disk-full' */
export async function withTrainingFolder<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = join(folder, lockName);
  await takeLock(folder, lock).catch((error: unknown) => {
    throw writeFailure(error, lock);
  });
  try {
    return await work();
  } finally {
    await rm(lock, { force: true }).catch(() => undefined);
    // a training that wrote nothing leaves nothing; a folder with something in it is not removed
    await rmdir(folder).catch(() => undefined);
  }
}

async function takeLock(folder: string, lock: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const own = `${lock}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(thisProcess()));
  try {
    // a name is given to a file that is whole: nobody reads half a lock
    while (!(await unlessThere(link(own, lock)))) await removeLeft(lock);
  } finally {
    await rm(own, { force: true });
  }
}

/** @returns false when what is made was there already */
async function unlessThere(making: Promise<unknown>): Promise<boolean> {
  try {
    await making;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a process that is no more. One at a time does so, and looks again before: between a look and the
 *  removal nobody else can have taken the folder.
 *  @throws LabError 'training-busy' when its process lives, or is one of another machine */
async function removeLeft(lock: string): Promise<void> {
  if (!(await isLeft(lock))) return;
  const turn = `${lock}.takeover`;
  if (!(await unlessThere(mkdir(turn)))) return waitForTurn(turn);
  try {
    if (await isLeft(lock)) await rm(lock);
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

/** Whoever has the turn has it for milliseconds; one that died in it has it no more. */
async function waitForTurn(turn: string): Promise<void> {
  await setTimeout(20);
  const begun = await stat(turn).catch(() => undefined);
  if (begun !== undefined && Date.now() - begun.mtimeMs > longestTurnMs)
    await rmdir(turn).catch(() => undefined);
}

/** @returns false when there is none any more: its holder has let it go */
async function isLeft(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return false;
  const holder = processHolderSchema.safeParse(parseJson(text)).data;
  if (holder === undefined) return true;
  const { processId, started, host } = holder;
  if (host !== hostname())
    throw busy(`A process of ${host} trains into this folder. If it has ended, remove ${lock}.`, holder);
  if (isProcessAlive(processId, started))
    throw busy(
      `Process ${processId} trains into this folder (${lock}). Wait for it, stop it, or choose another folder.`,
      holder,
    );
  return true;
}

function busy(message: string, { processId, host }: ProcessHolder): LabError {
  return new LabError('training-busy', message, { processId, host });
}
