import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DeepZoomTile } from '../domain/deepZoom.ts';
import { LabError, type LabErrorCode } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { OpenedSlide, OpenSlideOptions, Picture, PictureOptions, SlideHandle } from '../slides/tiles.ts';
import type { StationCall, StationReply, StationRequest, StationSettings } from './messages.ts';

/** The station process as its parent sees it. It starts at the first call, and again after it was lost; handles
 *  of slides opened before are then unknown. Errors are those of `TileService`, and LabError 'station-lost'. */
export interface StationClient {
  openSlide(entry: SlideEntry, options?: OpenSlideOptions): Promise<OpenedSlide>;
  readTile(handle: SlideHandle, tile: DeepZoomTile, options?: PictureOptions): Promise<Picture>;
  readThumbnail(handle: SlideHandle, maxPx: number, options?: PictureOptions): Promise<Picture>;
  readAssociatedImage(handle: SlideHandle, name: string, options?: PictureOptions): Promise<Picture>;
  closeSlide(handle: SlideHandle): Promise<void>;
  /** undefined before it has started and after it was lost */
  readonly pid: number | undefined;
  /** Ends the process; calls still running reject. Resolves when it is gone. */
  dispose(): Promise<void>;
}

export interface StationClientSettings extends StationSettings {
  /** Node of the process; the one that runs this unless told: Electron is none */
  readonly nodePath?: string;
}

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Looking at a network folder that is gone holds a thread of the pool for minutes; the usual 4 would soon all
 *  be held, and no file could be read any more. */
const threadCount = 16;

/** How long the process may take to close its slides. */
const leaveWithinMs = 4000;

/** A client whose process is started when it is first needed. Whoever creates it disposes of it. */
export function createStationClient(settings: StationClientSettings = {}): StationClient {
  const pending = new Map<number, PendingCall>();
  let child: ChildProcess | undefined;
  let callCount = 0;

  function ensureStarted(): ChildProcess {
    if (child !== undefined) return child;
    const started = startProcess(settings);
    child = started;
    started.on('message', (message) => settle(pending, message as StationReply));
    const onGone = (reason: string) => {
      if (child !== started) return;
      child = undefined;
      rejectAll(pending, reason);
    };
    started.once('error', (cause) => onGone(cause.message));
    started.once('exit', (code, signalName) => onGone(`exit ${signalName ?? code}`));
    return started;
  }

  async function call(request: StationCall, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted) throw new LabError('cancelled', 'Stopped before it was done.');
    const station = ensureStarted();
    callCount += 1;
    const callId = callCount;
    const cancel = () => send(station, { kind: 'cancel', callId });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        pending.set(callId, { resolve, reject });
        send(station, { kind: 'call', callId, request });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  return {
    async openSlide(entry, { sha256, fingerprint, signal } = {}) {
      const { name, path, kind } = entry;
      const request = { call: 'openSlide', entry: { name, path, kind }, sha256, fingerprint } as const;
      return (await call(request, signal)) as OpenedSlide;
    },
    async readTile(handle, tile, { ifNoneMatch, signal } = {}) {
      return (await call({ call: 'readTile', handle, tile, ifNoneMatch }, signal)) as Picture;
    },
    async readThumbnail(handle, maxPx, { ifNoneMatch, signal } = {}) {
      return (await call({ call: 'readThumbnail', handle, maxPx, ifNoneMatch }, signal)) as Picture;
    },
    async readAssociatedImage(handle, name, { ifNoneMatch, signal } = {}) {
      return (await call({ call: 'readAssociatedImage', handle, name, ifNoneMatch }, signal)) as Picture;
    },
    async closeSlide(handle) {
      await call({ call: 'closeSlide', handle }, undefined);
    },
    get pid() {
      return child?.pid;
    },
    async dispose() {
      const station = child;
      child = undefined;
      rejectAll(pending, 'it was closed');
      if (station !== undefined) await endProcess(station);
    },
  };
}

function startProcess({ nodePath = process.execPath, ...settings }: StationClientSettings): ChildProcess {
  return fork(fileURLToPath(new URL('./stationProcess.ts', import.meta.url)), [JSON.stringify(settings)], {
    execPath: nodePath,
    execArgv: [],
    serialization: 'advanced',
    env: { UV_THREADPOOL_SIZE: String(threadCount), ...process.env },
    // stdout belongs to whoever started this: what native code prints goes to stderr
    stdio: ['ignore', 2, 2, 'ipc'],
  });
}

/** A message to a process that is just dying is lost; its calls are rejected when it is gone. */
function send(station: ChildProcess, message: StationRequest): void {
  if (station.connected) station.send(message, () => undefined);
}

function settle(pending: Map<number, PendingCall>, message: StationReply): void {
  const call = pending.get(message.callId);
  if (call === undefined) return;
  pending.delete(message.callId);
  if (message.ok) call.resolve(message.value);
  else call.reject(errorOfReply(message));
}

function errorOfReply(reply: Extract<StationReply, { ok: false }>): Error {
  if (reply.code !== undefined) return new LabError(reply.code as LabErrorCode, reply.message, reply.details);
  const bug = new Error(`In the station: ${reply.message}`);
  if (reply.stack !== undefined) bug.stack = reply.stack;
  return bug;
}

function rejectAll(pending: Map<number, PendingCall>, reason: string): void {
  const calls = [...pending.values()];
  pending.clear();
  const message = `The lab's own process ended before it answered (${reason}). It starts again by itself; open the slide again.`;
  for (const call of calls) call.reject(new LabError('station-lost', message, { reason }));
}

function endProcess(station: ChildProcess): Promise<void> {
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
