import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { watch } from 'chokidar';
import type { Db } from '../database/open.ts';
import { LabError } from '../domain/labError.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { isUnfinishedName } from '../domain/unfinishedName.ts';
import type { ScanPriority } from '../domain/worklist.ts';
import { type AddedSlides, addEntries } from './addSlides.ts';
import { findSlidesBelow } from './findSlidesBelow.ts';
import { createSlideSettler, type SeenSlide } from './settleSlides.ts';
import { readSlideFingerprint } from './slideFingerprint.ts';

export interface WatchRequest {
  readonly folders: readonly string[];
  readonly priority: ScanPriority;
  /** undefined: everything is looked at */
  readonly cellGoal: CellGoal | undefined;
  /** a slide is taken when its files have not changed for so long */
  readonly stableMs: number;
  /** looks by the clock alone: network shares tell nobody what changes on them */
  readonly isPolling: boolean;
  readonly onAdded: (added: AddedSlides) => void;
  /** a folder that cannot be looked at, for people; undefined when it can be again */
  readonly onProblem: (folder: string, problem: string | undefined) => void;
}

export interface FolderWatch {
  /** Resolves when the folders have been looked at once. */
  readonly ready: Promise<void>;
  /** Resolves when nothing is looked at or written any more. */
  dispose(): Promise<void>;
}

/** Slides are looked at so often while some are still being copied, or where nothing tells of changes. */
const lookEveryMs = 2000;
/** All folders are looked at so often whatever was told: notices get lost, and shares come back. */
const sweepEveryMs = 30_000;
/** As deep as findSlidesBelow looks, and the fields in the folders there. */
const watchedDepth = 4;

/** Puts slides that appear in folders into worklist and queue, each as soon as it is wholly copied. Slides that are known
 *  are passed over; moved and renamed ones keep their cells and reviews; what disappears stays in the worklist. A folder
 *  that goes away is told and looked for again.
 *  @param times other ones only in tests */
export function watchFolders(
  db: Db,
  request: WatchRequest,
  times: { readonly lookEveryMs: number; readonly sweepEveryMs: number } = { lookEveryMs, sweepEveryMs },
): FolderWatch {
  const folders = request.folders.map((folder) => resolve(folder));
  const settler = createSlideSettler(request.stableMs);
  const problems = new Map<string, string>();
  let isDisposed = false;
  let hasChanged = true;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const notices = request.isPolling
    ? undefined
    : watch([...folders], { ignoreInitial: true, depth: watchedDepth, ignorePermissionErrors: true })
        .on('all', () => {
          hasChanged = true;
        })
        // looks by the clock go on
        .on('error', () => {
          hasChanged = true;
        });

  async function look(): Promise<void> {
    const isDue = performance.now() - sweptAt >= times.sweepEveryMs;
    if (!hasChanged && !settler.isWaiting && !isDue && !request.isPolling) return;
    hasChanged = false;
    sweptAt = performance.now();
    const entries = new Map<string, SlideEntry>();
    for (const folder of folders) for (const entry of await find(folder)) entries.set(entry.path, entry);
    const seen: SeenSlide[] = [];
    for (const entry of entries.values())
      seen.push({ path: entry.path, fingerprint: await fingerprintWhole(entry) });
    if (isDisposed) return;
    const settled = settler.look(seen, performance.now()).flatMap((path) => entries.get(path) ?? []);
    if (settled.length === 0) return;
    const { priority, cellGoal } = request;
    const added = await addEntries(db, settled, { priority, cellGoal });
    if (added.addedIds.length > 0 || added.knownCount > 0) request.onAdded(added);
  }

  async function find(folder: string): Promise<readonly SlideEntry[]> {
    try {
      const { entries } = await findSlidesBelow(folder, 'a-slide-each');
      tellProblem(folder, undefined);
      return entries;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      // an empty folder is one that slides will come to
      tellProblem(folder, error.code === 'folder-empty' ? undefined : error.message);
      return [];
    }
  }

  function tellProblem(folder: string, problem: string | undefined): void {
    if (problems.get(folder) === problem) return;
    if (problem === undefined) problems.delete(folder);
    else problems.set(folder, problem);
    request.onProblem(folder, problem);
  }

  const lookNow = (): Promise<void> => {
    looking ??= look()
      .catch((error: unknown) => {
        hasChanged = true; // what was found is found again
        if (!(error instanceof LabError)) throw error;
        for (const folder of folders) tellProblem(folder, error.message);
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const ready = lookNow();
  const timer = setInterval(() => void lookNow(), times.lookEveryMs);

  return {
    ready,
    async dispose() {
      isDisposed = true;
      clearInterval(timer);
      await notices?.close();
      await looking;
    },
  };
}

/** @returns undefined while a file of the slide is being written, as far as names tell, or is missing */
async function fingerprintWhole(entry: SlideEntry): Promise<string | undefined> {
  if (isUnfinishedName(entry.name)) return undefined;
  if (entry.kind === 'field-folder') {
    const names = await readdir(entry.path).catch(() => undefined);
    if (names === undefined || names.some(isUnfinishedName)) return undefined;
  }
  return readSlideFingerprint(entry);
}
