import { expect, test } from 'vitest';
import { explainPipFailure } from '../../../main/setup/pipFailure.ts';

test.each([
  ['no python3', undefined, '', 'setup-failed', /apt-get install python3-pip/, undefined],
  ['no pip', 1, '/usr/bin/python3: No module named pip', 'setup-failed', /python3-pip/, undefined],
  [
    'no network',
    1,
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(Temporary failure in name resolution)'\nERROR: No matching distribution found for lens",
    'setup-failed',
    /index cannot be reached/,
    true,
  ],
  [
    'no such wheel',
    1,
    'ERROR: No matching distribution found',
    'setup-failed',
    /has no lens 1\.0/,
    undefined,
  ],
  [
    'a full disk',
    1,
    'OSError: [Errno 28] No space left on device',
    'disk-full',
    /Free some space/,
    undefined,
  ],
  ['anything else', 2, 'one\ntwo', 'setup-failed', /It said: one\ntwo/, true],
] as const)(
  '%s is told in plain words, and retried only when it may pass',
  (...[, exitCode, stderr, ...is]) => {
    const [code, words, retry] = is;
    const error = explainPipFailure({ exitCode, stdout: '', stderr }, 'lens 1.0');
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(error.details.retry).toBe(retry);
  },
);
