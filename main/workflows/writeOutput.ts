import { access, rename, rm, writeFile } from 'node:fs/promises';
import { LabError } from '../domain/labError.ts';
import { writeFailure } from '../slides/fileFailure.ts';

/** A file that is written under another name and shows itself only when it is complete. */
export interface UnfinishedOutput {
  /** gives the file its name, in place of an older one */
  readonly publish: () => Promise<void>;
  /** removes it; does nothing once it is published */
  readonly discard: () => Promise<void>;
}

/** @throws LabError 'output-exists' when there is something at the path and it may not be replaced */
export async function refuseOverwriting(path: string, mayReplace: boolean, how: string): Promise<void> {
  if (mayReplace) return;
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new LabError('output-exists', `${path} is there already. Choose another name${how}.`, { path });
}

/** Writes all of a file to disk beside its final place.
 *  @param mode rights of the new file, e.g. 0o600 for a key
 *  @throws LabError 'disk-full' | 'output-unwritable' */
export async function writeUnfinished(
  path: string,
  content: Uint8Array | string,
  mode?: number,
): Promise<UnfinishedOutput> {
  const unfinished = `${path}.${process.pid}.partial`;
  const discard = () => rm(unfinished, { force: true });
  try {
    await writeFile(unfinished, content, { flush: true, ...(mode === undefined ? {} : { mode }) });
  } catch (error) {
    await discard();
    throw writeFailure(error, path);
  }
  const publish = () =>
    rename(unfinished, path).catch((error: unknown) => {
      throw writeFailure(error, path);
    });
  return { publish, discard };
}

/** Writes a file so that nobody ever sees half of it. @throws LabError 'disk-full' | 'output-unwritable' */
export async function writeOutput(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const output = await writeUnfinished(path, content, mode);
  try {
    await output.publish();
  } finally {
    await output.discard();
  }
}
