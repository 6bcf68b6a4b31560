import { spawn } from 'node:child_process';
import type { ElectronRuntime } from './findElectron.ts';
import { electronArguments } from './prepareApp.ts';

/** The program in an Electron. */
export interface RunningElectron {
  /** its exit code, once it is gone */
  readonly ended: Promise<number>;
  /** Asks it to end, as a signal does; it puts its work away first. Resolves when it is gone. */
  end(): Promise<void>;
}

/** A program that does not end by itself in this time is killed. Putting work away takes a station up to 10 s. */
const endWithinMs = 15_000;

/** Starts what was built.
 *  @param given.more arguments for Electron besides its own, as --remote-debugging-port=9222 */
export function runElectron(
  runtime: ElectronRuntime,
  given: { readonly env?: Readonly<Record<string, string>>; readonly more?: readonly string[] } = {},
): RunningElectron {
  const child = spawn(runtime.executablePath, [...electronArguments(), ...(given.more ?? [])], {
    stdio: 'inherit',
    env: { ...process.env, ...given.env },
  });
  // a fault of this command, or a terminal that is gone, must not leave it behind
  const leave = () => void child.kill('SIGTERM');
  process.once('exit', leave);
  child.once('exit', () => process.off('exit', leave));
  const ended = new Promise<number>((resolve) => {
    child.once('error', ({ message }) => {
      process.stderr.write(`${message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return {
    ended,
    async end() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Ctrl+C, a closed terminal and `kill` end what this command has started, and are not heeded a second time. */
export function onceTold(end: () => void): void {
  let isTold = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!isTold) end();
      isTold = true;
    });
}
