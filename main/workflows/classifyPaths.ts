import { resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ClassifyFileResult } from '../compute/messages.ts';
import type { EngineChoice } from '../domain/engine.ts';
import { type FileOutcome, type FileRunOptions, runOnFiles } from './runOnFiles.ts';

export type { ClassifyFileResult };

/** The classes of each image of some paths: of the whole field, or of each cell found in it.
 *  @throws LabError as runOnFiles; 'model-corrupt' */
export function classifyPaths(
  compute: ComputeClient,
  paths: readonly string[],
  options: FileRunOptions & {
    readonly modelFolder: string;
    readonly eachCell: boolean;
    readonly engine?: EngineChoice | undefined;
  },
): AsyncGenerator<FileOutcome<ClassifyFileResult>> {
  const { modelFolder, eachCell, redCellDiameterPx, engine, signal } = options;
  return runOnFiles(paths, options, (file) =>
    compute.run(
      'classifyFile',
      { path: resolve(file), modelFolder, eachCell, redCellDiameterPx, engine },
      { signal },
    ),
  );
}
