import { flushCompileCache } from 'node:module';
import { LabError } from '../../domain/labError.ts';
import { createGate } from '../createGate.ts';
import { openSlide } from '../openSlide.ts';
import { loadOpenSlide } from '../openslide/openSlideLibrary.ts';
import { onReadingProgress } from '../readingProgress.ts';
import { renderTile } from '../renderTile.ts';
import type { SlideSource } from '../slideSource.ts';
import { checkSlide } from './checkSlide.ts';
import { type ReaderReply, type ReaderRequest, readerRequestSchema } from './readerMessages.ts';

/* Entry point of the process that reads a slide. Started by readerChild. Whatever a damaged file does to native
 * code, it does here. */

/** More under way at once would only wait for each other; what waits can still be taken back. */
const mostAtOnce = 6;
/** Of the memory limit, for pixels that cross to the parent; one region of 64 megapixels nearly fills it. */
const replyShare = 0.4;
const watchEveryMs = 100;
const tellEveryMs = 1000;
/** What closing may take, temporary files included. */
const closingMs = 500;

const memoryLimitBytes = Number(process.argv[2]);
const running = new Map<number, AbortController>();
/** of those running, what does not wait any more */
const begun = new Set<number>();
const gate = createGate({ mostAtOnce, mostBytes: memoryLimitBytes * replyShare });
let opening: Promise<SlideSource> | undefined;

// Ctrl-C at a terminal reaches the whole process group: the parent decides what stops
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.once('disconnect', () => void closeAndEnd());
process.on('message', (message) => void receive(message));
setInterval(refuseToGrow, watchEveryMs).unref();
onReadingProgress(passProgressOn);
try {
  loadOpenSlide(); // loaded before it is needed, so that opening a slide takes milliseconds
} catch (error) {
  if (!(error instanceof LabError)) throw error; // the slides that need it say so
}
reply({ kind: 'ready' });

async function receive(message: unknown): Promise<void> {
  const request = readerRequestSchema.parse(message);
  if (request.kind === 'cancel') {
    running.get(request.requestId)?.abort();
    return;
  }
  const { requestId } = request;
  const controller = new AbortController();
  running.set(requestId, controller);
  const { signal } = controller;
  try {
    await gate.run({ bytes: bytesOf(request), name: 'the slide', signal }, async () => {
      reply({ kind: 'began', requestId });
      begun.add(requestId);
      const result = await answer(request, signal);
      refuseToGrow(); // work that grew between two looks does not pass for done
      await new Promise<void>((onSent) => reply({ kind: 'result', requestId, result }, onSent));
    });
  } catch (error) {
    reply(failureReply(requestId, error));
  } finally {
    running.delete(requestId);
    begun.delete(requestId);
  }
}

let toldAt = 0;

/** Work that takes long but goes on is no work that hangs. */
function passProgressOn(): void {
  if (performance.now() - toldAt < tellEveryMs) return;
  toldAt = performance.now();
  for (const requestId of begun) reply({ kind: 'began', requestId });
}

type Work = Exclude<ReaderRequest, { readonly kind: 'cancel' }>;

/** What a request holds until its pixels have crossed: once as they are and once as a message. */
function bytesOf(request: Work): number {
  return request.kind === 'region' ? request.region.widthPx * request.region.heightPx * 3 * 2 : 0;
}

async function answer(request: Work, signal: AbortSignal): Promise<unknown> {
  if (request.kind === 'open') {
    opening = openSlide(request.entry, signal);
    return (await opening).info;
  }
  if (opening === undefined)
    throw new Error(`A reader was asked for its ${request.kind} before it was opened`);
  const source = await opening;
  switch (request.kind) {
    case 'region':
      return source.readRegion(request.region, signal);
    case 'tile':
      return renderTile(source, request.tile, signal);
    case 'associated':
      return source.readAssociatedImage(request.name, signal);
    case 'check':
      return checkSlide(source, signal);
    case 'close':
      opening = undefined;
      return source.dispose();
  }
}

function reply(message: ReaderReply, onSent: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => onSent());
}

function failureReply(requestId: number, error: unknown): ReaderReply {
  if (error instanceof LabError) {
    const { code, message, details } = error;
    return { kind: 'failure', requestId, code, message, details, stack: undefined };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failure', requestId, code: undefined, message: bug.message, details: {}, stack: bug.stack };
}

/** Pixels that nobody uses any more are memory until they are collected: that is done before it is judged. */
function refuseToGrow(): void {
  if (process.memoryUsage.rss() <= memoryLimitBytes) return;
  globalThis.gc?.();
  const rssBytes = process.memoryUsage.rss();
  if (rssBytes <= memoryLimitBytes) return;
  reply({ kind: 'overfull', rssBytes }, end);
  setTimeout(end, watchEveryMs);
}

async function closeAndEnd(): Promise<void> {
  setTimeout(end, closingMs);
  flushCompileCache();
  for (const controller of running.values()) controller.abort();
  const source = await opening?.catch(() => undefined);
  await source?.dispose().catch(() => undefined);
  end();
}

/** Not process.exit: that waits for worker threads, and one may hang in native code. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
