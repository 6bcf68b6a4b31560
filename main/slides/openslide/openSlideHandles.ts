import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { readFailure } from '../fileFailure.ts';
import type { OpenSlideLibrary } from './bindOpenSlide.ts';
import type { NativePointer } from './nativeCalls.ts';
import { openingFailure, unknownToOpenSlide } from './openSlideFailure.ts';

/** Work with an open slide: native calls only, all of them done when the promise settles. */
type NativeWork = (slide: NativePointer) => Promise<void>;

/** The open handles of one slide. A fault poisons a handle of OpenSlide for ever, so a poisoned one is replaced,
 *  and closed when the reads that run on it are done. */
export interface OpenSlideHandles {
  /** Runs work on a sound handle. When it ends in a fault, which may be that of another read beside it, it runs
   *  once more on a handle of its own.
   *  @returns OpenSlide's words for the fault of this work; undefined when it went well
   *  @throws LabError 'file-missing' | 'slide-unreadable' when the slide cannot be opened any more */
  run(work: NativeWork): Promise<string | undefined>;
  /** Closes all handles once running work is done. */
  dispose(): Promise<void>;
}

/** Pixels of decoded tiles that one slide may keep. */
const cacheBytes = 64 << 20;

interface Handle {
  readonly slide: NativePointer;
  userCount: number;
  isRetired: boolean;
}

/** Opens a slide with OpenSlide.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function openSlideHandles(library: OpenSlideLibrary, path: string): Promise<OpenSlideHandles> {
  const cache = library.createCache(cacheBytes);
  const running = new Set<Promise<unknown>>();
  let shared: Handle | undefined;
  let opening: Promise<Handle> | undefined;
  let isDisposed = false;

  async function open(): Promise<Handle> {
    const slide = await openNative(library, path);
    library.setCache(slide, cache);
    return { slide, userCount: 0, isRetired: false };
  }

  async function openShared(): Promise<Handle> {
    try {
      shared = await open();
      return shared;
    } finally {
      opening = undefined;
    }
  }

  async function run(work: NativeWork): Promise<string | undefined> {
    if (isDisposed) throw new Error('A slide was read after it was closed');
    while (shared === undefined) {
      opening ??= openShared();
      await opening;
    }
    if ((await runOn(shared, work)) === undefined) return undefined;
    const own = await open();
    const fault = await runOn(own, work);
    if (fault !== undefined) return fault;
    if (shared === undefined) shared = own;
    else await retire(own);
    return undefined;
  }

  /** From choosing the handle to counting its user nothing is awaited: a handle in use is never closed. */
  async function runOn(handle: Handle, work: NativeWork): Promise<string | undefined> {
    handle.userCount += 1;
    let fault: string | undefined;
    try {
      await work(handle.slide);
      fault = library.readError(handle.slide);
    } finally {
      handle.userCount -= 1;
      if (fault !== undefined || handle.isRetired) await retire(handle);
    }
    return fault;
  }

  /** Gives a handle to no further read, and closes it when the last on it is done. */
  async function retire(handle: Handle): Promise<void> {
    handle.isRetired = true;
    if (shared === handle) shared = undefined;
    if (handle.userCount === 0) await library.close(handle.slide);
  }

  try {
    await openShared();
  } catch (error) {
    library.releaseCache(cache);
    throw error;
  }
  return {
    run(work) {
      const result = run(work);
      const settled: Promise<unknown> = result.catch(() => undefined).finally(() => running.delete(settled));
      running.add(settled);
      return result;
    },
    async dispose() {
      isDisposed = true;
      await Promise.all(running);
      if (shared !== undefined) await retire(shared);
      library.releaseCache(cache);
    },
  };
}

async function openNative(library: OpenSlideLibrary, path: string): Promise<NativePointer> {
  const name = basename(path);
  try {
    // asked before opening: opening a pipe would wait for ever
    if (!(await stat(path)).isFile())
      throw new LabError('slide-unreadable', `Cannot read ${name}: it is not a file.`, { path });
  } catch (error) {
    throw readFailure(error, path);
  }
  const slide = await library.open(path);
  if (slide === undefined) throw unknownToOpenSlide(path);
  const fault = library.readError(slide);
  if (fault === undefined) return slide;
  await library.close(slide);
  throw openingFailure(path, fault);
}
