import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../domain/labError.ts';
import { hasErrorCode } from './hasErrorCode.ts';
import { explainPipFailure } from './pipFailure.ts';
import { runCommand } from './runCommand.ts';
import { formatBytes, type SetupOutput, type StepProgress, startProgress } from './setupProgress.ts';
import type { WheelPin } from './wheelPins.ts';

export interface DownloadOptions extends SetupOutput {
  /** the Python whose pip downloads; `python3` on PATH unless told */
  readonly python: string;
  readonly signal?: AbortSignal | undefined;
}

const pollMs = 100;

/** What pip is asked for: this wheel and no other, for the wheel's platform instead of pip's own. pip's
 *  own cache would keep a second copy, and serve a broken one again. */
export function pipArguments(wheel: WheelPin, folder: string): readonly string[] {
  return [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-input',
    '--no-deps',
    '--no-cache-dir',
    '--retries=2',
    '--progress-bar=off',
    '--disable-pip-version-check',
    '--only-binary=:all:',
    '--implementation=cp',
    '--python-version=3.11',
    `--platform=${wheel.platformTag}`,
    `--dest=${folder}`,
    `${wheel.project}==${wheel.version}`,
  ];
}

/** Downloads a wheel through pip, so with the user's own index, proxy and certificates, into an empty
 *  folder, and checks its hash.
 *  @returns path of the wheel, whose SHA-256 is the pinned one
 *  @throws LabError 'setup-failed' | 'disk-full' | 'cancelled'; of these only a failure whose details say
 *    `retry: true` may go away by itself */
export async function downloadWheel(
  wheel: WheelPin,
  folder: string,
  options: DownloadOptions,
): Promise<string> {
  const temporary = join(folder, 'pip');
  await mkdir(temporary, { recursive: true });
  const name = `${wheel.project} ${wheel.version}`;
  options.log(`Downloading ${name}, ${formatBytes(wheel.downloadBytes)} …`);
  const progress = startProgress(`  ${name}`, wheel.downloadBytes, options);
  const ended = new AbortController();
  const growth = reportGrowth(folder, progress, ended.signal);
  try {
    const outcome = await runCommand(options.python, pipArguments(wheel, folder), {
      environment: { TMPDIR: temporary },
      signal: options.signal,
    });
    if (outcome.exitCode !== 0) throw explainPipFailure(outcome, name);
    progress.report(wheel.downloadBytes);
  } finally {
    ended.abort();
    await growth;
    progress.dispose();
  }
  return checkWheel(wheel, folder);
}

async function checkWheel(wheel: WheelPin, folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  const [name] = names;
  const path = join(folder, name ?? '');
  const sha256 = name === undefined ? 'no file' : await computeSha256(path);
  if (sha256 === wheel.sha256) return path;
  throw new LabError(
    'setup-failed',
    `The download of ${wheel.project} ${wheel.version} is broken or was changed: its SHA-256 is ${sha256}, not ${wheel.sha256}. ` +
      'Run the set-up again; if it persists, look at the package index that pip is configured with.',
    { project: wheel.project, sha256, retry: true },
  );
}

async function computeSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Reports what pip has written so far: it shows no bar to a pipe, and its raw progress is new in 24.1. */
async function reportGrowth(folder: string, progress: StepProgress, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    progress.report(await readFolderBytes(folder));
    await sleep(pollMs);
  }
}

/** Bytes of all files below a folder whose files come and go. */
async function readFolderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readNames(folder)) {
    try {
      const found = await stat(join(folder, name));
      if (found.isFile()) bytes += found.size;
    } catch (cause) {
      if (!hasErrorCode(cause, 'ENOENT')) throw cause;
    }
  }
  return bytes;
}

async function readNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT')) return [];
    throw cause;
  }
}
