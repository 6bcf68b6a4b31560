import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isProcessAlive, readProcessStart } from '../database/processIdentity.ts';
import { LabError } from '../domain/labError.ts';
import { parseJson } from '../domain/parseJson.ts';
import { writeFailure } from '../slides/fileFailure.ts';

const lockName = 'training.lock';

const holderSchema = z.object({
  processId: z.int().positive(),
  started: z.string().optional(),
  host: z.string(),
});

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
  const holder = { processId: process.pid, started: readProcessStart(process.pid), host: hostname() };
  await writeFile(own, JSON.stringify(holder));
  try {
    while (!(await linkUnlessThere(own, lock))) await removeLeft(lock);
  } finally {
    await rm(own, { force: true });
  }
}

/** A name is given to a file that is whole: nobody reads half a lock. */
async function linkUnlessThere(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a process that is no more. Two that do so at once: the second finds the lock of the first under
 *  the name that it has given it, and puts it back.
 *  @throws LabError 'training-busy' when its process lives, or is one of another machine */
async function removeLeft(lock: string): Promise<void> {
  await refuseHeld(lock, lock);
  const taken = `${lock}.${randomUUID()}`;
  const isGone = await rename(lock, taken).then(
    () => false,
    () => true, // its holder, or another one who waits, was first
  );
  if (isGone) return;
  try {
    await refuseHeld(taken, lock);
  } catch (error) {
    await linkUnlessThere(taken, lock);
    throw error;
  } finally {
    await rm(taken, { force: true });
  }
}

async function refuseHeld(path: string, lock: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const holder = holderSchema.safeParse(parseJson(text)).data;
  if (holder === undefined) return;
  const { processId, started, host } = holder;
  if (host !== hostname())
    throw busy(`A process of ${host} trains into this folder. If it has ended, remove ${lock}.`, holder);
  if (isProcessAlive(processId, started))
    throw busy(
      `Process ${processId} trains into this folder (${lock}). Wait for it, stop it, or choose another folder.`,
      holder,
    );
}

function busy(message: string, { processId, host }: z.infer<typeof holderSchema>): LabError {
  return new LabError('training-busy', message, { processId, host });
}
