import { readControlHashes } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import { hashFile } from './hashFile.ts';
import { openExistingDatabase } from './openExistingDatabase.ts';

/** What the control sets of a station keep from being learned. */
export interface ControlHashes {
  /** of pictures, by content */
  readonly pictures: ReadonlySet<string>;
  /** of the slides that control cells were cut from */
  readonly slides: ReadonlySet<string>;
}

export function controlHashesOf(db: Db): ControlHashes {
  return readControlHashes(db);
}

/** The same, of a database that is opened only for it. @throws LabError 'file-missing' */
export function readControlHashesFrom(databasePath: string): ControlHashes {
  const db = openExistingDatabase(databasePath);
  try {
    return readControlHashes(db);
  } finally {
    db.close();
  }
}

/** "3 slides of the control set left out"; empty when there were none. */
export function describeLeftOut(count: number, what: 'picture' | 'slide'): string {
  return count === 0 ? '' : `${count} ${count === 1 ? what : `${what}s`} of the control set left out`;
}

/** Whether a training may learn cells of a slide. */
export function mayLearnSlide({ slides }: ControlHashes): (slide: Pick<SlideRecord, 'sha256'>) => boolean {
  return ({ sha256 }) => sha256 === undefined || !slides.has(sha256);
}

/** Pictures that a training may learn: those whose content is in no control set.
 *  @returns also how many were left out */
export async function withoutControlItems<Item extends { readonly path: string }>(
  items: readonly Item[],
  { pictures }: ControlHashes,
): Promise<{ readonly items: readonly Item[]; readonly leftOutCount: number }> {
  if (pictures.size === 0) return { items, leftOutCount: 0 };
  const kept: Item[] = [];
  const hashes = new Map<string, Promise<string>>();
  for (const item of items) {
    const hash = hashes.get(item.path) ?? hashFile(item.path);
    hashes.set(item.path, hash);
    if (!pictures.has(await hash)) kept.push(item);
  }
  return { items: kept, leftOutCount: items.length - kept.length };
}
