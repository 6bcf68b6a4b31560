import { listControlItems, listControlSets } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import { listSlides } from '../database/slides.ts';
import { countClasses } from '../domain/classCounts.ts';
import type { ControlSet, ControlSetContents } from '../domain/controlSet.ts';
import { LabError } from '../domain/labError.ts';
import { readControlPictures } from './readControlPictures.ts';

/** Reads a version of the control set with its slides, and compares each picture with what was locked.
 *  @throws LabError 'argument-invalid' when there is no such version | 'cancelled' */
export async function readControlSetContents(
  { db, folder }: { readonly db: Db; readonly folder: string },
  version: number,
  signal: AbortSignal,
): Promise<ControlSetContents> {
  const set = listControlSets(db).find((one) => one.version === version);
  if (set === undefined)
    throw new LabError('argument-invalid', `There is no control set ${version} at this station.`);
  const names = new Map(listSlides(db).map(({ sha256, name }) => [sha256, name]));
  const items = listControlItems(db, version);
  const bySlide = Map.groupBy(items, ({ slideSha256 }) => slideSha256);
  const slides = [...bySlide]
    .flatMap(([sha256, cells]) =>
      sha256 === undefined ? [] : [{ sha256, name: names.get(sha256), counts: countClasses(cells) }],
    )
    .toSorted((a, b) => (a.name ?? a.sha256).localeCompare(b.name ?? b.sha256, 'en', { numeric: true }));
  return { set, slides, problem: await findDamage({ db, folder }, set, signal) };
}

async function findDamage(
  place: { readonly db: Db; readonly folder: string },
  set: ControlSet,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await readControlPictures(place, set, signal);
    return undefined;
  } catch (error) {
    if (error instanceof LabError && error.code === 'dataset-invalid') return error.message;
    throw error;
  }
}
