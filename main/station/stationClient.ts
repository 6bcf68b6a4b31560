import type { ChildProcess } from 'node:child_process';
import type { LabEvents } from '../../preload/contract/events.ts';
import type { StationState } from '../../preload/contract/shellCalls.ts';
import type { GrantPaths, StationCallName } from '../../preload/contract.ts';
import type { DeepZoomTile } from '../domain/deepZoom.ts';
import { LabError, type LabErrorCode } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { OpenedSlide, OpenSlideOptions, Picture, PictureOptions, SlideHandle } from '../slides/tiles.ts';
import type { ServedPicture, StationCall, StationEventMessage, StationReply } from './messages.ts';
import { endStation, type StationChildSettings, sendToStation, startStation } from './stationChild.ts';
import type { StationEventName } from './stationContext.ts';

/** The station process as its parent sees it. It starts at the first call, and again after it was lost; handles
 *  of slides opened before are then unknown. With a lab it is kept running: once started it is started again by
 *  itself. Errors are those of `TileService` and of the contract, and LabError 'station-lost'. */
export interface StationClient {
  openSlide(entry: SlideEntry, options?: OpenSlideOptions): Promise<OpenedSlide>;
  readTile(handle: SlideHandle, tile: DeepZoomTile, options?: PictureOptions): Promise<Picture>;
  readThumbnail(handle: SlideHandle, maxPx: number, options?: PictureOptions): Promise<Picture>;
  readAssociatedImage(handle: SlideHandle, name: string, options?: PictureOptions): Promise<Picture>;
  closeSlide(handle: SlideHandle): Promise<void>;
  /** Relays a call of the contract; its arguments are checked again in the station. */
  callLab(call: StationCallName, args: unknown, options?: LabCallOptions): Promise<unknown>;
  /** @param path as `pictureUrls` makes it, without its query */
  readPicture(path: string, options?: PictureOptions): Promise<ServedPicture>;
  /** Where the PDF of a report lies: for the shell, never for a window. */
  readReportPath(reportId: string): Promise<string>;
  /** @returns ends the subscription */
  onEvent(listener: StationEventListener): () => void;
  onStateChange(listener: (state: StationState) => void): () => void;
  readonly state: StationState;
  /** Starts the process; resolves when the lab's database is open, rejects with what kept it from it. */
  start(): Promise<void>;
  /** whether a scan or a training runs */
  isBusy(): Promise<boolean>;
  /** undefined before it has started and after it was lost */
  readonly pid: number | undefined;
  /** Ends the process: its work is put away so that the next start goes on with it. Calls still running reject.
   *  Resolves when it is gone. */
  dispose(): Promise<void>;
}

export interface LabCallOptions {
  readonly grants?: GrantPaths | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type StationEventListener = <Name extends StationEventName>(
  name: Name,
  event: LabEvents[Name],
) => void;
export type StationClientSettings = StationChildSettings;

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Pauses before the next attempt when the station is lost again and again. */
const restartAfterMs = [200, 1000, 3000, 10_000] as const;
/** A station that has run for so long was sound. */
const soundAfterMs = 60_000;

/** A client whose process is started when it is first needed. Whoever creates it disposes of it. */
export function createStationClient(settings: StationClientSettings = {}): StationClient {
  const pending = new Map<number, PendingCall>();
  const eventListeners = new Set<StationEventListener>();
  const stateListeners = new Set<(state: StationState) => void>();
  let child: ChildProcess | undefined;
  let state: StationState = 'starting';
  let callCount = 0;
  let isDisposed = false;
  let isKept = false;
  let lostCount = 0;
  let startedAt = 0;

  function enter(next: StationState): void {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function ensureStarted(): ChildProcess {
    if (child !== undefined) return child;
    const started = startStation(settings);
    child = started;
    startedAt = performance.now();
    started.on('message', (message) => hear(message as StationReply | StationEventMessage));
    const onGone = (reason: string) => {
      if (child !== started) return;
      child = undefined;
      rejectAll(pending, reason);
      restartLater();
    };
    started.once('error', (cause) => onGone(cause.message));
    started.once('exit', (code, signalName) => onGone(`exit ${signalName ?? code}`));
    return started;
  }

  function hear(message: StationReply | StationEventMessage): void {
    if (!('event' in message)) settle(pending, message);
    else for (const listener of eventListeners) listener(message.event, message.payload as never);
  }

  /** A station with a lab works on its own: it must not wait for the next call. */
  function restartLater(): void {
    if (!isKept || isDisposed) return;
    enter('lost');
    if (performance.now() - startedAt > soundAfterMs) lostCount = 0;
    const afterMs = restartAfterMs[Math.min(lostCount, restartAfterMs.length - 1)];
    lostCount += 1;
    setTimeout(() => {
      // a call may have started the process already; its lab is opened and its state told all the same
      if (!isDisposed) void startLab().catch(() => undefined);
    }, afterMs);
  }

  async function startLab(): Promise<void> {
    isKept = settings.lab !== undefined;
    enter('starting');
    try {
      await call({ call: 'start' }, undefined);
      enter('running');
    } catch (error) {
      // what keeps the database from opening is for a person to mend; a lost process starts again by itself
      if (child !== undefined) enter('lost');
      throw error;
    }
  }

  async function call(request: StationCall, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted) throw new LabError('cancelled', 'Stopped before it was done.');
    if (isDisposed) throw new LabError('station-lost', 'The program is closing.');
    const station = ensureStarted();
    callCount += 1;
    const callId = callCount;
    const cancel = () => sendToStation(station, { kind: 'cancel', callId });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        pending.set(callId, { resolve, reject });
        sendToStation(station, { kind: 'call', callId, request });
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
    callLab(name, args, { grants = {}, signal } = {}) {
      return call({ call: 'lab', name, args, grants }, signal);
    },
    async readPicture(path, { ifNoneMatch, signal } = {}) {
      return (await call({ call: 'picture', path, ifNoneMatch }, signal)) as ServedPicture;
    },
    async readReportPath(reportId) {
      return (await call({ call: 'reportPath', reportId }, undefined)) as string;
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => void eventListeners.delete(listener);
    },
    onStateChange(listener) {
      stateListeners.add(listener);
      return () => void stateListeners.delete(listener);
    },
    get state() {
      return state;
    },
    start: startLab,
    async isBusy() {
      return child !== undefined && (await call({ call: 'isBusy' }, undefined)) === true;
    },
    get pid() {
      return child?.pid;
    },
    async dispose() {
      isDisposed = true;
      const station = child;
      child = undefined;
      rejectAll(pending, 'it was closed');
      if (station !== undefined) await endStation(station);
    },
  };
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
