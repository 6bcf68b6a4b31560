import { basename } from 'node:path';
import { LabError } from '../domain/labError.ts';

/** Turns what the operating system says of a file or folder that is read into a LabError naming its base name.
 *  An error that is no file-system error is returned as it is: a LabError, or a bug. */
export function readFailure(error: unknown, path: string): unknown {
  const systemCode = systemCodeOf(error);
  if (error instanceof LabError || systemCode === undefined) return error;
  const name = basename(path);
  const details = { path, systemCode };
  if (systemCode === 'ABORT_ERR') return cancelled(name, error);
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR')
    return new LabError(
      'file-missing',
      `${name} is no longer there: it was moved, renamed or deleted, or its disk was removed. Put it back and scan again.`,
      details,
      { cause: error },
    );
  const said = reasons[systemCode] ?? `the disk answered ${systemCode}. Check the disk or copy the file anew`;
  return new LabError('slide-unreadable', `Cannot read ${name}: ${said}.`, details, { cause: error });
}

/** Turns what the operating system says of a file that is written into a LabError. */
export function writeFailure(error: unknown, path: string): unknown {
  const systemCode = systemCodeOf(error);
  if (error instanceof LabError || systemCode === undefined) return error;
  const details = { path, systemCode };
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT')
    return new LabError('disk-full', `No space left to write ${path}. Free some and try again.`, details, {
      cause: error,
    });
  return new LabError(
    'output-unwritable',
    `Cannot write ${path} (${systemCode}). Check that its folder exists and may be written to.`,
    details,
    { cause: error },
  );
}

/** @throws LabError 'cancelled' when the signal is aborted */
export function throwIfCancelled(signal: AbortSignal | undefined, name: string): void {
  if (signal?.aborted) throw cancelled(name, signal.reason);
}

function cancelled(name: string, cause: unknown): LabError {
  return new LabError('cancelled', `Reading ${name} was cancelled.`, {}, { cause });
}

function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not open it. Ask for read permission or copy it elsewhere',
  EPERM: 'you may not open it. Ask for read permission or copy it elsewhere',
  EISDIR: 'it is a folder with the name of an image. Rename the folder',
  ELOOP: 'it is a link that leads back to itself. Replace the link by the file',
  ENAMETOOLONG: 'its path is too long for this system. Move it to a shorter path',
  EMFILE: 'too many files are open. Close other programs and try again',
  EIO: 'the disk reports a fault. Copy the file from its source anew',
};
