import { createHash } from 'node:crypto';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { type NewControlSet, recordControlSet } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import { listReviewedSlides } from '../database/reviewedCounts.ts';
import { readSettings, requirePerson } from '../database/settings.ts';
import type { CellClass } from '../domain/cellClass.ts';
import { countClasses } from '../domain/classCounts.ts';
import { type ControlItem, type ControlSet, findTooFewControlItems } from '../domain/controlSet.ts';
import { isBlastBySettings } from '../domain/isBlastBySettings.ts';
import { LabError } from '../domain/labError.ts';
import type { LabSettings } from '../domain/labSettings.ts';
import { type ControlSetPlan, planControlSet } from '../domain/planControlSet.ts';
import type { Progress } from '../domain/progress.ts';
import { writeFailure } from '../slides/fileFailure.ts';
import { readImage } from '../slides/readImage.ts';
import { hashFile } from './hashFile.ts';
import { listDataset } from './listDataset.ts';
import { sweepUnfinished, unfinishedName } from './sweepUnfinished.ts';
import { writeReviewedCells } from './writeReviewedCells.ts';

export type ControlSetSource =
  | { readonly kind: 'reviews' }
  /** one folder a class, as for training */
  | { readonly kind: 'folder'; readonly folder: string };

export interface ControlSetOptions {
  readonly person: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What its folder is called while it is put together. */
export const locking = 'locking';

/** Slides that a control set from the lab's reviews would lock. */
export function planReviewedControlSet(db: Db): ControlSetPlan {
  return planControlSet(listReviewedSlides(db), rulesOf(readSettings(db)));
}

/** Locks labelled pictures as the control set that models are judged on from now on: copied below the station's folder,
 *  each with its hash. Nothing is left where it is refused.
 *  @throws LabError 'dataset-invalid' when there are too few of a kind, or a picture is there in two classes
 *  @throws LabError of reading slides or pictures; 'disk-full' | 'output-unwritable' | 'cancelled' */
export async function createControlSet(
  { db, folder }: { readonly db: Db; readonly folder: string },
  source: ControlSetSource,
  options: ControlSetOptions,
): Promise<ControlSet> {
  await sweepUnfinished(folder, locking);
  const unfinished = join(folder, unfinishedName(locking));
  await mkdir(unfinished, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, unfinished);
  });
  try {
    const gathered =
      source.kind === 'reviews'
        ? await gatherReviews(db, unfinished, options)
        : await gatherFolder(resolve(source.folder), unfinished, options);
    const items = onlyOnce(gathered.items);
    const { least, isBlast } = rulesOf(readSettings(db));
    const problem = findTooFewControlItems(countClasses(items), least, isBlast);
    if (problem !== undefined) throw new LabError('dataset-invalid', problem);
    const sha256 = hashItems(items);
    // pictures are told by their content, the folder by that of all: what lies there already is the same
    const place = join(folder, sha256);
    await rm(place, { recursive: true, force: true });
    await rename(unfinished, place);
    const { person } = options;
    const set = {
      origin: source.kind,
      source: gathered.source,
      sha256,
      items,
      person,
    } satisfies NewControlSet;
    return recordControlSet(db, set);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The same, in the name of who works at the station. @throws LabError 'person-unknown' */
export async function createControlSetHere(
  place: { readonly db: Db; readonly folder: string },
  source: ControlSetSource,
  options: Omit<ControlSetOptions, 'person'>,
): Promise<ControlSet> {
  return createControlSet(place, source, { ...options, person: requirePerson(place.db).name });
}

/** Where a picture of a control set lies. */
export function controlPicturePath(
  folder: string,
  set: Pick<ControlSet, 'sha256'>,
  item: Pick<ControlItem, 'sha256' | 'extension'>,
): string {
  return join(folder, set.sha256, `${item.sha256}${item.extension}`);
}

function rulesOf({ leastControlBlasts, leastControlBenign, classes }: LabSettings) {
  const least = { blast: leastControlBlasts, benign: leastControlBenign };
  return { least, isBlast: isBlastBySettings(classes) };
}

interface Gathered {
  readonly items: readonly ControlItem[];
  readonly source: string;
}

async function gatherReviews(
  db: Db,
  unfinished: string,
  { signal, onProgress }: ControlSetOptions,
): Promise<Gathered> {
  const plan = planReviewedControlSet(db);
  if (plan.problem !== undefined) throw new LabError('dataset-invalid', plan.problem);
  const chosen = new Set(plan.slides);
  const cut = join(unfinished, 'cells');
  const cells = await writeReviewedCells(db, cut, {
    signal,
    isWanted: ({ sha256 }) => sha256 !== undefined && chosen.has(sha256),
    onSlide: (done, total, name) => onProgress?.({ done, total, detail: `slides cut: ${name}` }),
  });
  const items: ControlItem[] = [];
  for (const { path, cellClass, group } of cells) {
    const item = { sha256: await hashFile(path), cellClass, extension: '.png', slideSha256: group };
    await rename(path, join(unfinished, `${item.sha256}${item.extension}`));
    items.push(item);
  }
  await rm(cut, { recursive: true });
  return { items, source: `${chosen.size} of ${chosen.size + plan.remainingSlideCount} reviewed slides` };
}

async function gatherFolder(
  folder: string,
  unfinished: string,
  { signal, onProgress }: ControlSetOptions,
): Promise<Gathered> {
  const images = await listDataset(folder);
  const items: ControlItem[] = [];
  for (const [at, image] of images.entries()) {
    // a picture that cannot be read would fail every model
    await readImage(image.path, signal);
    items.push(await copyPicture(image, unfinished));
    onProgress?.({ done: at + 1, total: images.length, detail: 'pictures locked' });
  }
  return { items, source: basename(folder) };
}

async function copyPicture(
  { path, cellClass }: { readonly path: string; readonly cellClass: CellClass },
  unfinished: string,
): Promise<ControlItem> {
  const extension = extname(path).toLowerCase();
  const copy = join(unfinished, `copy${extension}`);
  await copyFile(path, copy).catch((error: unknown) => {
    throw writeFailure(error, copy);
  });
  // of the copy: the source may change meanwhile
  const sha256 = await hashFile(copy);
  await rename(copy, join(unfinished, `${sha256}${extension}`));
  return { sha256, cellClass, extension, slideSha256: undefined };
}

/** Each content once, in the order of their hashes. */
function onlyOnce(items: readonly ControlItem[]): readonly ControlItem[] {
  const byContent = new Map<string, ControlItem>();
  for (const item of items) {
    const first = byContent.get(item.sha256);
    if (first !== undefined && first.cellClass !== item.cellClass)
      throw new LabError(
        'dataset-invalid',
        `One picture is there as ${first.cellClass} and as ${item.cellClass} (SHA-256 ${item.sha256.slice(0, 12)}…). Remove it from the wrong class.`,
      );
    byContent.set(item.sha256, first ?? item);
  }
  return [...byContent.values()].toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function hashItems(items: readonly ControlItem[]): string {
  const lines = items.map(({ sha256, cellClass }) => `${cellClass} ${sha256}`);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
