import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StationRequest, StationSettings } from './messages.ts';

export interface StationChildSettings extends StationSettings {
  /** Node of the process; the one that runs this unless told: Electron is none */
  readonly nodePath?: string | undefined;
  /** stationProcess.ts; beside this file unless told: a bundle lies elsewhere */
  readonly processPath?: string | undefined;
  /** over the environment of this process */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** each line that the process prints; to stderr unless told */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** Looking at a network folder that is gone holds a thread of the pool for minutes; the usual 4 would soon all
 *  be held, and no file could be read any more. */
const threadCount = 16;

/** How long the process may take to put its work away and to close its slides. */
const leaveWithinMs = 10_000;

/** JavaScript's young objects get 12 MB: in nights they would grow to 200. */
const memoryHabits = ['--max-semi-space-size=4'];

/** Starts the station process. */
export function startStation(given: StationChildSettings): ChildProcess {
  const { nodePath = process.execPath, processPath, env, onLog, ...settings } = given;
  const program = processPath ?? fileURLToPath(new URL('./stationProcess.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(settings)], {
    execPath: nodePath,
    execArgv: memoryHabits,
    serialization: 'advanced',
    env: { UV_THREADPOOL_SIZE: String(threadCount), ...process.env, ...env },
    // stdout belongs to whoever started this: what native code prints goes to stderr
    stdio: onLog === undefined ? ['ignore', 2, 2, 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (onLog !== undefined)
    for (const output of [child.stdout, child.stderr])
      if (output !== null) createInterface({ input: output }).on('line', onLog);
  return child;
}

/** A message to a process that is just dying is lost; its calls are rejected when it is gone. */
export function sendToStation(station: ChildProcess, message: StationRequest): void {
  if (station.connected) station.send(message, () => undefined);
}

/** Closes the channel, at which the process leaves; one that does not is killed. Resolves when it is gone. */
export function endStation(station: ChildProcess): Promise<void> {
  if (station.exitCode !== null || station.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const killTimer = setTimeout(() => station.kill('SIGKILL'), leaveWithinMs);
    station.once('exit', () => {
      clearTimeout(killTimer);
      resolve();
    });
    if (station.connected) station.disconnect();
  });
}
