import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findOrCreateSlide } from '../database/findOrCreateSlide.ts';
import type { Db } from '../database/open.ts';
import { enqueueScans } from '../database/scanJobs.ts';
import { readSettings } from '../database/settings.ts';
import { listSlidesAt, readSlide } from '../database/slides.ts';
import { LabError } from '../domain/labError.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideEntry, SlideId } from '../domain/slide.ts';
import type { ScanPriority } from '../domain/worklist.ts';
import { listSlideEntries } from '../slides/listSlideEntries.ts';
import { slideEntriesAt } from '../slides/slideEntriesAt.ts';
import { writeSyntheticSlides } from '../slides/synthetic/writeSyntheticSlides.ts';
import { demoSeed } from './demo.ts';

export interface AddedSlides {
  /** newly in the worklist, or waiting again */
  readonly addedIds: readonly SlideId[];
  /** scanned before, their content as far as is known the same */
  readonly knownCount: number;
  /** names that are no slides */
  readonly ignored: readonly string[];
}

export interface AddSlidesRequest {
  readonly paths: readonly string[];
  readonly priority: ScanPriority;
  /** undefined: everything is looked at */
  readonly cellGoal: CellGoal | undefined;
}

/** How deep a folder of folders of slides is searched. */
const deepest = 3;

/** Puts the slides at some paths into the worklist and the queue; nothing of them is read yet. Slides with a finished
 *  scan are not scanned again.
 *  @throws LabError 'folder-empty' when none of the paths holds a slide | 'folder-missing' | 'file-missing' */
export async function addSlides(db: Db, request: AddSlidesRequest): Promise<AddedSlides> {
  const found: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const path of request.paths) {
    const there = await findSlides(path, 1);
    found.push(...there.entries);
    ignored.push(...there.ignored);
  }
  if (found.length === 0)
    throw new LabError(
      'folder-empty',
      `There is no slide in what was chosen${ignored.length === 0 ? '' : ` (passed over: ${ignored.slice(0, 5).join(', ')})`}. Choose slide files, or folders of them.`,
    );
  return { ...queueSlides(db, found, { ...request, isSynthetic: false }), ignored };
}

/** Draws the synthetic slides of the demo, unless they are there, and puts them into worklist and queue. */
export async function addDemoSlides(db: Db, folder: string): Promise<AddedSlides> {
  const there = await listSlideEntries(folder).catch(() => undefined);
  if (there === undefined || there.entries.length < 3) await writeSyntheticSlides(folder, { seed: demoSeed });
  const { entries } = await listSlideEntries(folder);
  const wanted = { priority: 'routine', cellGoal: undefined, isSynthetic: true } as const;
  return { ...queueSlides(db, entries, wanted), ignored: [] };
}

/** Puts slides of the worklist into the queue again.
 *  @throws LabError 'slide-unknown' */
export function scanAgain(db: Db, slideIds: readonly SlideId[], isForced: boolean): void {
  for (const slideId of slideIds) readSlide(db, slideId);
  const { cellGoal, person } = readSettings(db);
  enqueueScans(db, slideIds, {
    priority: 'routine',
    cellGoal: cellGoal === 0 ? undefined : cellGoal,
    isForced,
    person: person?.name ?? 'program',
  });
}

function queueSlides(
  db: Db,
  entries: readonly SlideEntry[],
  wanted: Omit<AddSlidesRequest, 'paths'> & { readonly isSynthetic: boolean },
): Omit<AddedSlides, 'ignored'> {
  const { priority, cellGoal, isSynthetic } = wanted;
  const addedIds: SlideId[] = [];
  let knownCount = 0;
  for (const entry of entries) {
    const known = listSlidesAt(db, entry.path).at(-1);
    if (known?.state === 'scanned') knownCount += 1;
    else addedIds.push((known ?? findOrCreateSlide(db, newSlideOf(entry, isSynthetic))).id);
  }
  const person = readSettings(db).person?.name ?? 'program';
  if (addedIds.length > 0) enqueueScans(db, addedIds, { priority, cellGoal, isForced: false, person });
  return { addedIds, knownCount };
}

function newSlideOf(entry: SlideEntry, isSynthetic: boolean) {
  return { ...entry, sha256: undefined, sizeBytes: undefined, isSynthetic };
}

/** The slides at a path. A folder that holds none is searched for folders that do. */
async function findSlides(
  path: string,
  depth: number,
): Promise<{ readonly entries: readonly SlideEntry[]; readonly ignored: readonly string[] }> {
  try {
    const entries = await slideEntriesAt(path, 'one-slide');
    const isFolderOfSlides = entries.length > 1 || entries[0]?.path !== path;
    const ignored = isFolderOfSlides ? (await listSlideEntries(path)).ignored : [];
    const deeper = depth < deepest ? await findDeeper(path, ignored, depth) : { entries: [], ignored };
    return { entries: [...entries, ...deeper.entries], ignored: deeper.ignored };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'folder-empty' || depth >= deepest) throw error;
    const names = await readdir(path);
    const deeper = await findDeeper(path, names, depth);
    return deeper;
  }
}

/** Slides in folders of a folder that are no slides themselves. */
async function findDeeper(
  path: string,
  names: readonly string[],
  depth: number,
): Promise<{ readonly entries: readonly SlideEntry[]; readonly ignored: readonly string[] }> {
  const entries: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const name of names) {
    const inside = await findSlides(join(path, name), depth + 1).catch((error: unknown) => {
      if (error instanceof LabError) return undefined;
      throw error;
    });
    const isItself = inside?.entries.some((entry) => entry.path === join(path, name));
    if (inside === undefined || inside.entries.length === 0 || isItself) ignored.push(basename(name));
    else {
      entries.push(...inside.entries);
      ignored.push(...inside.ignored);
    }
  }
  return { entries, ignored };
}
