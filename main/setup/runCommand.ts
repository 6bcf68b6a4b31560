import { spawn } from 'node:child_process';
import { LabError } from '../domain/labError.ts';

/** How a command ended. */
export interface CommandOutcome {
  /** undefined when the program is not on this machine */
  readonly exitCode: number | undefined;
  /** the last 20,000 characters of each */
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  /** added to this process's own environment */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const keptCharacters = 20_000;

/** Runs a program without a shell and waits for its end. A program killed by a signal has exit code -1.
 *  @throws LabError 'cancelled' when the signal is aborted; the program is stopped */
export function runCommand(
  program: string,
  commandArguments: readonly string[],
  { environment = {}, signal }: CommandOptions = {},
): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, commandArguments, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-keptCharacters);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptCharacters);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (signal?.aborted) reject(new LabError('cancelled', 'Set-up was cancelled.', {}, { cause }));
      else if (cause.code === 'ENOENT') resolve({ exitCode: undefined, stdout, stderr });
      else reject(cause);
    });
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, stdout, stderr }));
  });
}

/** The last lines of a program's output, for an error message. */
export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
