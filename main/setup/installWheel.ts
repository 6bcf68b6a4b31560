import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../domain/labError.ts';
import { type DownloadOptions, downloadWheel } from './downloadWheel.ts';
import { type InstallStamp, readCompleteStamp, writeStamp } from './installStamp.ts';
import { moveIntoPlace } from './moveIntoPlace.ts';
import { wheelFolderName } from './planRuntimes.ts';
import { unfinishedFolder, wheelsFolder } from './runtimePaths.ts';
import { unpackWheel } from './unpackWheel.ts';
import type { WheelPin } from './wheelPins.ts';

const tries = 3;

export interface InstallOptions extends DownloadOptions {
  readonly cache: string;
  /** pause before the second try; before the third it is twice as long */
  readonly retryWaitMs: number;
}

/** The folder of an unpacked wheel and the files in it. */
export interface InstalledWheel {
  readonly folder: string;
  readonly stamp: InstallStamp;
}

/** The wheel's folder in the cache when it lies there whole, undefined otherwise. */
export async function findInstalledWheel(
  wheel: WheelPin,
  cache: string,
): Promise<InstalledWheel | undefined> {
  const folder = join(wheelsFolder(cache), wheelFolderName(wheel));
  const stamp = await readCompleteStamp(folder, wheel.sha256);
  return stamp === undefined ? undefined : { folder, stamp };
}

/** Downloads, checks and unpacks a wheel into the cache, unless it is there. The folder gets its name when
 *  it is complete, so a broken download or a killed set-up leaves nothing that could be taken for done.
 *  @throws LabError 'setup-failed' after three tries */
export async function installWheel(wheel: WheelPin, options: InstallOptions): Promise<InstalledWheel> {
  const found = await findInstalledWheel(wheel, options.cache);
  if (found !== undefined) return found;
  const workFolder = join(unfinishedFolder(options.cache), randomUUID());
  const unpackedFolder = join(workFolder, 'unpacked');
  await mkdir(unpackedFolder, { recursive: true });
  try {
    const wheelPath = await downloadWithRetries(wheel, workFolder, options);
    await unpackWheel(wheel, { wheelPath, folder: unpackedFolder }, options);
    const stamp = await writeStamp(unpackedFolder, wheel.sha256);
    const foundMeanwhile = await findInstalledWheel(wheel, options.cache);
    if (foundMeanwhile !== undefined) return foundMeanwhile;
    const folder = join(wheelsFolder(options.cache), wheelFolderName(wheel));
    await moveIntoPlace(unpackedFolder, folder);
    return { folder, stamp };
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function downloadWithRetries(
  wheel: WheelPin,
  workFolder: string,
  options: InstallOptions,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = join(workFolder, `download-${attempt}`);
    try {
      return await downloadWheel(wheel, folder, options);
    } catch (cause) {
      await rm(folder, { recursive: true, force: true });
      const mayPass = cause instanceof LabError && cause.details.retry === true;
      if (!mayPass || attempt === tries) throw cause;
      options.log(`${cause.message}\nTrying again (${attempt + 1} of ${tries}) …`);
      const { signal } = options;
      await sleep(options.retryWaitMs * attempt, undefined, signal === undefined ? {} : { signal });
    }
  }
}
