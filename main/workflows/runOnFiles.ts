import type { LabError } from '../domain/labError.ts';
import { listImageFiles } from './listImageFiles.ts';
import { isSlideFailure, tryTwice } from './slideFailures.ts';

/** What came of one file: a result, or why there is none. */
export type FileOutcome<Result> =
  | { readonly ok: true; readonly file: string; readonly result: Result }
  | { readonly ok: false; readonly file: string; readonly failure: LabError };

export interface FileRunOptions {
  readonly redCellDiameterPx: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/** Runs a job on each image of some paths; a bad file is told and the rest goes on.
 *  @throws LabError when no file could be treated: model, runtime, cancelled */
export async function* runOnFiles<Result>(
  paths: readonly string[],
  options: FileRunOptions,
  run: (file: string) => Promise<Result>,
): AsyncGenerator<FileOutcome<Result>> {
  const files = await listImageFiles(paths);
  for (const [index, file] of files.entries()) {
    try {
      yield { ok: true, file, result: await tryTwice(() => run(file)) };
    } catch (error) {
      if (!isSlideFailure(error)) throw error;
      yield { ok: false, file, failure: error };
    }
    options.onProgress?.(index + 1, files.length, file);
  }
}
