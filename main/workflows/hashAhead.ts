import type { Db } from '../database/open.ts';
import { peekNextScan } from '../database/scanJobs.ts';
import { readSlide } from '../database/slides.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { hashSlide, type SlideHash } from '../slides/hashSlide.ts';
import { readSlideFingerprint } from './slideFingerprint.ts';

/** The hash of the slide that comes next, read while another one is scanned: of a slide of gigabytes the network would wait
 *  for the disk otherwise, and what was read once lies in the system's cache. */
export interface HashAhead {
  /** Takes the place of one that was begun before; of the same slide it goes on. */
  begin(entry: SlideEntry): void;
  /** What was read ahead where the files still look as they did then; else read now.
   *  @throws LabError as hashSlide */
  take(entry: SlideEntry, signal: AbortSignal): Promise<SlideHash>;
  /** Reads no more. */
  dispose(): void;
}

interface Begun {
  readonly path: string;
  readonly controller: AbortController;
  /** undefined when it could not be read, or nothing tells whether the files are the same */
  readonly result: Promise<{ readonly fingerprint: string; readonly hash: SlideHash } | undefined>;
}

/** Whoever creates it disposes of it. */
export function createHashAhead(): HashAhead {
  let begun: Begun | undefined;
  return {
    begin(entry) {
      if (begun?.path === entry.path) return;
      begun?.controller.abort();
      const controller = new AbortController();
      begun = { path: entry.path, controller, result: readAhead(entry, controller.signal) };
    },
    async take(entry, signal) {
      const ahead = begun?.path === entry.path ? begun : undefined;
      if (ahead === undefined) return hashSlide(entry, signal);
      const cancel = () => ahead.controller.abort();
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel);
      const read = await ahead.result;
      signal.removeEventListener('abort', cancel);
      if (begun === ahead) begun = undefined;
      const isGood = read !== undefined && !signal.aborted;
      if (isGood && (await readSlideFingerprint(entry)) === read.fingerprint) return read.hash;
      return hashSlide(entry, signal);
    },
    dispose: () => begun?.controller.abort(),
  };
}

/** Reads the slide that comes next in the queue, as things are. What cannot be read now is not read ahead. */
export function hashNextScan(db: Db, ahead: HashAhead): void {
  try {
    const next = peekNextScan(db);
    if (next === undefined) return;
    const { name, path, kind } = readSlide(db, next.slideId);
    ahead.begin({ name, path, kind });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}

/** A failure is not told here: it would be another when the slide's turn comes. */
async function readAhead(entry: SlideEntry, signal: AbortSignal): Promise<Awaited<Begun['result']>> {
  try {
    const fingerprint = await readSlideFingerprint(entry);
    if (fingerprint === undefined) return undefined;
    return { fingerprint, hash: await hashSlide(entry, signal) };
  } catch {
    return undefined;
  }
}
