import { LabError, type LabErrorCode } from '../domain/labError.ts';

/** Failures of one slide or file. Any other is a failure of the lab (its model, database, disk or runtime),
 *  and going on with the next slide would only repeat it. */
const slideFailureCodes: ReadonlySet<LabErrorCode> = new Set<LabErrorCode>([
  'compute-process-lost',
  'file-missing',
  'image-too-large',
  'openslide-missing',
  'scale-unknown',
  'slide-changed',
  'slide-reader-lost',
  'slide-unreadable',
  'tile-unreadable',
]);

export function isSlideFailure(error: unknown): error is LabError {
  return error instanceof LabError && slideFailureCodes.has(error.code);
}

/** Does the work, and once more when the compute process was lost over it: the slide may not be to blame.
 *  @throws LabError 'compute-process-lost' the second time */
export async function tryTwice<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && error.code === 'compute-process-lost') return work();
    throw error;
  }
}
