import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../main/domain/labError.ts';

/** Makes the bench's own Python environment where it is missing or its requirements have changed, and says so
 *  on stderr. It is marked complete last: one that was interrupted is made anew.
 *  @returns path of its python
 *  @throws LabError 'runtime-missing' when Python cannot make one, 'setup-failed' when pip cannot fill it */
export function ensurePythonVenv(benchFolder: string): string {
  const venvFolder = join(benchFolder, '.venv');
  const python = join(venvFolder, 'bin', 'python');
  const requirements = join(benchFolder, 'requirements.txt');
  const stamp = join(venvFolder, 'requirements.sha256');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  requirePython();
  process.stderr.write('bench: making test/bench/.venv (about 500 MB to download) …\n');
  rmSync(venvFolder, { recursive: true, force: true });
  runOrThrow('python3', ['-m', 'venv', venvFolder]);
  runOrThrow(python, ['-m', 'pip', 'install', '--no-input', '--quiet', '-r', requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

function requirePython(): void {
  const found = spawnSync('python3', ['-c', 'import venv, ensurepip'], { encoding: 'utf8' });
  if (found.status === 0) return;
  const missing = found.error === undefined ? 'python3 lacks venv or ensurepip' : 'python3 is missing';
  throw new LabError(
    'runtime-missing',
    `The bench's peers need Python 3.11 to 3.13 with venv and pip: ${missing}. On Debian: apt-get install python3 python3-venv python3-pip`,
  );
}

function runOrThrow(program: string, programArguments: readonly string[]): void {
  const { status, error } = spawnSync(program, programArguments, { stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  throw new LabError(
    'setup-failed',
    `${[program, ...programArguments].join(' ')} failed (${error?.message ?? `exit code ${status}`}). Check the network and the free disk space, then try again.`,
    {},
    { cause: error },
  );
}
