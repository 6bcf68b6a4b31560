import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** How a call of the command line ended. */
export interface LabExit {
  /** 128 + n when a signal ended it */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningLab {
  readonly process: ChildProcess;
  readonly exit: Promise<LabExit>;
  /** resolves once stderr or stdout holds the text. @throws Error when the command ends without it */
  readonly waitFor: (text: string) => Promise<void>;
}

interface LabOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** run as another user; only root can */
  readonly uid?: number;
  /** the program's entry point */
  readonly entry?: 'lab.ts' | 'blastscope.js';
  readonly execPath?: string;
  /** a program that starts it, with its arguments */
  readonly wrapper?: readonly string[];
}

const cliFolder = fileURLToPath(new URL('../../main/cli/', import.meta.url));

/** Starts the real command line in a process of its own, which the test does not outlive. */
export function startLab(args: readonly string[], options: LabOptions = {}): RunningLab {
  const { env = {}, cwd, uid, entry = 'lab.ts', execPath = process.execPath } = options;
  const [program = execPath, ...before] = [...(options.wrapper ?? []), execPath];
  const child = spawn(program, [...before, `${cliFolder}${entry}`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = new Promise<LabExit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code: code ?? (signal === 'SIGKILL' ? 137 : 128), stdout, stderr });
    });
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const waitFor = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stderr.includes(text) || stdout.includes(text)) resolve();
      };
      child.stderr.on('data', look);
      child.stdout.on('data', look);
      look();
      child.once('close', () => reject(new Error(`The command ended without saying "${text}":\n${stderr}`)));
    });
  return { process: child, exit, waitFor };
}

/** Runs the real command line to its end. */
export function runLab(args: readonly string[], options: LabOptions = {}): Promise<LabExit> {
  return startLab(args, options).exit;
}

/** The objects of a command's --json output. @throws SyntaxError when a line is none: stdout was not pure */
export function parseLines(stdout: string): readonly Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
