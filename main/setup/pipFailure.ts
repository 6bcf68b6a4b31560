import { LabError } from '../domain/labError.ts';
import { type CommandOutcome, lastLines } from './runCommand.ts';

const installPython = 'On Debian and Ubuntu: apt-get install python3-pip. Then run the set-up again.';

/** pip's words for a network that cannot be reached. "No matching distribution" is also what it says of
 *  an index that it could not reach, but then its warnings of the tries come before. */
const networkWords =
  /NewConnectionError|Failed to establish a new connection|Temporary failure in name resolution|NameResolutionError|Could not find a suitable TLS|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|Connection refused|Network is unreachable|IncompleteRead|ProtocolError|Connection broken|SSLError/;

/** Tells in plain words why pip gave no wheel, and what to do. Only what may go away by itself is marked
 *  `retry: true` in the error's details. */
export function explainPipFailure({ exitCode, stderr }: CommandOutcome, wheelName: string): LabError {
  if (exitCode === undefined) {
    return new LabError(
      'setup-failed',
      `Set-up downloads with Python's pip, and python3 is not on this machine. ${installPython}`,
    );
  }
  if (/No module named pip/.test(stderr)) {
    return new LabError('setup-failed', `Python is here, but without pip. ${installPython}`);
  }
  if (/No space left on device|Errno 28/.test(stderr)) {
    return new LabError(
      'disk-full',
      `The disk became full while ${wheelName} was downloaded. Free some space.`,
    );
  }
  const words = lastLines(stderr, 4);
  if (networkWords.test(stderr)) {
    return new LabError(
      'setup-failed',
      `Cannot download ${wheelName}: the package index cannot be reached. Check the network, or pip's proxy and index (pip config list). pip said: ${words}`,
      { retry: true },
    );
  }
  if (/No matching distribution found|Could not find a version/.test(stderr)) {
    return new LabError(
      'setup-failed',
      `The package index has no ${wheelName} for this machine, or cannot be reached. Check the network, or the index that pip is configured with (pip config list). pip said: ${words}`,
    );
  }
  return new LabError('setup-failed', `pip could not download ${wheelName}. It said: ${words}`, {
    retry: true,
  });
}
