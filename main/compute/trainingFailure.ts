import { LabError, type LabErrorCode } from '../domain/labError.ts';
import { readFailure, writeFailure } from '../slides/fileFailure.ts';

/** What a training says of a file that it could not read or write, with the way on. What is no failure of a file is
 *  returned as it is. */
export function trainingFailure(error: unknown): unknown {
  const known = nameFileFailure(error);
  if (!(known instanceof LabError)) return error;
  const { path } = known.details;
  if (typeof path !== 'string') return error;
  const told = (code: LabErrorCode, message: string) =>
    new LabError(code, `${message} ${wayOn}`, known.details, { cause: error });
  switch (known.code) {
    case 'file-missing':
      return told('file-missing', `${path} is not there any more. Put it back, then resume the training.`);
    case 'slide-unreadable':
      return told('slide-unreadable', `${known.message} Put the picture back, then resume the training.`);
    case 'disk-full':
      return told('disk-full', `No space is left to write ${path}. Free some, then resume the training.`);
    case 'output-unwritable':
      return told('output-unwritable', `${known.message} Then resume the training.`);
    default:
      return error;
  }
}

const wayOn = 'It goes on after its last whole epoch.';

/** Node's errors name what the system was asked to do. */
function nameFileFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LabError) return error;
  if (!('path' in error) || typeof error.path !== 'string') return error;
  const isRead = 'code' in error && (error.code === 'ENOENT' || error.code === 'EIO');
  return isRead ? readFailure(error, error.path) : writeFailure(error, error.path);
}
