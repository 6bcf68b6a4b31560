import { findOrCreateSlide } from '../database/findOrCreateSlide.ts';
import type { Db } from '../database/open.ts';
import { enqueueScans } from '../database/scanJobs.ts';
import { listSlidesAt, readSlide } from '../database/slides.ts';
import { inTransaction } from '../database/transaction.ts';
import { LabError } from '../domain/labError.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideEntry, SlideId } from '../domain/slide.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { ScanPriority } from '../domain/worklist.ts';
import { listSlideEntries } from '../slides/listSlideEntries.ts';
import { writeSyntheticSlides } from '../slides/synthetic/writeSyntheticSlides.ts';
import { demoSeed } from './demo.ts';
import { findSlidesBelow } from './findSlidesBelow.ts';
import { findMovedSlide, isAsKnown } from './recogniseSlide.ts';
import { whoAsks } from './whoActs.ts';
import { readDefaultGoal } from './worklist.ts';

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

/** Puts the slides at some paths into the worklist and the queue; nothing of them is read yet. Slides with a finished
 *  scan are not scanned again.
 *  @throws LabError 'folder-empty' when none of the paths holds a slide | 'folder-missing' | 'file-missing' */
export async function addSlides(db: Db, request: AddSlidesRequest): Promise<AddedSlides> {
  const found: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const path of request.paths) {
    const there = await findSlidesBelow(path);
    found.push(...there.entries);
    ignored.push(...there.ignored);
  }
  if (found.length === 0)
    throw new LabError(
      'folder-empty',
      `There is no slide in what was chosen${ignored.length === 0 ? '' : ` (passed over: ${ignored.slice(0, 5).join(', ')})`}. Choose slide files, or folders of them.`,
    );
  return { ...(await queueSlides(db, found, { ...request, isSynthetic: false })), ignored };
}

/** Puts slides that were found into worklist and queue, as addSlides. */
export async function addEntries(
  db: Db,
  entries: readonly SlideEntry[],
  wanted: Omit<AddSlidesRequest, 'paths'>,
): Promise<AddedSlides> {
  return { ...(await queueSlides(db, entries, { ...wanted, isSynthetic: false })), ignored: [] };
}

/** Draws the synthetic slides of the demo, unless they are there, and puts them into worklist and queue. */
export async function addDemoSlides(db: Db, folder: string): Promise<AddedSlides> {
  const there = await listSlideEntries(folder).catch(() => undefined);
  if (there === undefined || there.entries.length < 3) await writeSyntheticSlides(folder, { seed: demoSeed });
  const { entries } = await listSlideEntries(folder);
  const wanted = { priority: 'routine', cellGoal: undefined, isSynthetic: true } as const;
  return { ...(await queueSlides(db, entries, wanted)), ignored: [] };
}

/** Puts slides of the worklist into the queue again.
 *  @throws LabError 'slide-unknown' */
export function scanAgain(db: Db, slideIds: readonly SlideId[], isForced: boolean): void {
  for (const slideId of slideIds) readSlide(db, slideId);
  const wanted = { priority: 'routine', cellGoal: readDefaultGoal(db) } as const;
  enqueueScans(db, slideIds, { ...wanted, isForced, person: whoAsks(db) });
}

/** New slides and their jobs are stored together. */
async function queueSlides(
  db: Db,
  entries: readonly SlideEntry[],
  wanted: Omit<AddSlidesRequest, 'paths'> & { readonly isSynthetic: boolean },
): Promise<Omit<AddedSlides, 'ignored'>> {
  const { priority, cellGoal, isSynthetic } = wanted;
  const knownIds = new Set<SlideId>();
  const waiting: { readonly entry: SlideEntry; readonly known: SlideRecord | undefined }[] = [];
  for (const entry of entries) {
    const known = listSlidesAt(db, entry.path).at(-1) ?? (await findMovedSlide(db, entry));
    if (known?.state === 'scanned' && (await isAsKnown(db, known))) knownIds.add(known.id);
    else waiting.push({ entry, known });
  }
  const person = whoAsks(db);
  const addedIds = inTransaction(db, 'add the slides', () => {
    const ids = waiting.map(({ entry, known }) => {
      const fresh = { ...entry, sha256: undefined, sizeBytes: undefined, isSynthetic };
      return (known ?? findOrCreateSlide(db, fresh)).id;
    });
    const added = [...new Set(ids)];
    if (added.length > 0) enqueueScans(db, added, { priority, cellGoal, isForced: false, person });
    return added;
  });
  return { addedIds, knownCount: knownIds.size };
}
