import { resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { DetectFileResult } from '../compute/messages.ts';
import { type FileOutcome, type FileRunOptions, runOnFiles } from './runOnFiles.ts';

/** The white cells of each image of some paths.
 *  @throws LabError as runOnFiles */
export function detectPaths(
  compute: ComputeClient,
  paths: readonly string[],
  options: FileRunOptions,
): AsyncGenerator<FileOutcome<DetectFileResult>> {
  const { redCellDiameterPx, signal } = options;
  return runOnFiles(paths, options, (file) =>
    compute.run('detectFile', { path: resolve(file), redCellDiameterPx }, { signal }),
  );
}
