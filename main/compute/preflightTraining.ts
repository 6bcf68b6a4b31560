import { readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { expectTrainingMs, type TrainingPreflight } from '../domain/trainingPreflight.ts';
import type { TrainingRequest } from '../domain/trainingRequest.ts';
import { measureTraining } from '../network/measureTraining.ts';
import { computeTrainingBytes } from '../network/trainingSizes.ts';
import { networkOfRequest, readParent } from '../network/trainingStart.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { trainingFailure } from './trainingFailure.ts';

/** Measures what a training will take. The peak of memory is that of this process since it began: ask a fresh one.
 *  @throws LabError as measureTraining */
export async function preflightTraining(
  request: TrainingRequest,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<TrainingPreflight> {
  const availableMemoryBytes = process.availableMemory() + process.memoryUsage.rss();
  try {
    const { writtenBytes, ...measured } = await measureTraining(request, { readImage, signal });
    const counts = { trainCount: request.train.length, testCount: request.test.length };
    return {
      ...measured,
      epochCount: request.epochs,
      expectedMs: expectTrainingMs({ ...measured, ...counts, epochCount: request.epochs }),
      // in kilobytes, whatever the system
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      availableMemoryBytes,
      ...(await readDisk(request.outputFolder, writtenBytes)),
    };
  } catch (error) {
    throw trainingFailure(error);
  }
}

/** A training that would fill the disk does not begin.
 *  @throws LabError 'disk-full' saying how much is needed; 'model-unknown' | 'model-corrupt' of the parent */
export async function refuseFullDisk(request: TrainingRequest): Promise<void> {
  const parent = request.startFrom === undefined ? undefined : await readParent(request.startFrom);
  const bytes = computeTrainingBytes(networkOfRequest(request, parent), request.learned ?? 'all');
  const { neededDiskBytes, freeDiskBytes } = await readDisk(request.outputFolder, bytes);
  if (neededDiskBytes <= freeDiskBytes) return;
  const megabytes = (size: number) => `${Math.ceil(size / 1e6)} MB`;
  throw new LabError(
    'disk-full',
    `The training needs ${megabytes(neededDiskBytes)} for its checkpoints and the model, and ${request.outputFolder} has ${megabytes(freeDiskBytes)} free. Free some, then start again.`,
    { path: request.outputFolder, neededDiskBytes, freeDiskBytes },
  );
}

async function readDisk(
  outputFolder: string,
  writtenBytes: number,
): Promise<Pick<TrainingPreflight, 'neededDiskBytes' | 'freeDiskBytes'>> {
  const { bavail, bsize } = await statfs(await nearestFolder(outputFolder));
  const neededDiskBytes = Math.max(0, writtenBytes - (await sizeOf(outputFolder)));
  return { neededDiskBytes, freeDiskBytes: bavail * bsize };
}

/** The folder itself, or the closest one above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
  for (let found = folder; ; found = dirname(found)) {
    const isThere = await stat(found).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (isThere || found === dirname(found)) return found;
  }
}

/** Bytes of the files below a folder; 0 when it is not there. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0, // removed meanwhile
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
