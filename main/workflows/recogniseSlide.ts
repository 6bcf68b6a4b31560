import { existsSync } from 'node:fs';
import { findOrCreateSlide } from '../database/findOrCreateSlide.ts';
import type { Db } from '../database/open.ts';
import { readKnownFingerprint } from '../database/slideFingerprints.ts';
import { listScannedLike } from '../database/slides.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import { hashSlide } from '../slides/hashSlide.ts';
import { sizeOfSlide } from '../slides/slideFingerprint.ts';
import { readSlideFingerprint } from './slideFingerprint.ts';

/** Whether a slide's files look as they did when their content was known last. */
export async function isAsKnown(db: Db, { id, name, path, kind }: SlideRecord): Promise<boolean> {
  const known = readKnownFingerprint(db, id);
  return known !== undefined && (await readSlideFingerprint({ name, path, kind })) === known.fingerprint;
}

/** A scanned slide of this content that is gone from where it lay: it was moved or renamed, and takes the new path with
 *  its cells and reviews. The slide is hashed only where one of its name or size is gone.
 *  @returns undefined when there is none, or the slide cannot be read: its scan says why */
export async function findMovedSlide(db: Db, entry: SlideEntry): Promise<SlideRecord | undefined> {
  try {
    const like = { name: entry.name, sizeBytes: await sizeOfSlide(entry) };
    const gone = listScannedLike(db, like).filter(({ path }) => !existsSync(path));
    if (gone.length === 0) return undefined;
    const hash = await hashSlide(entry);
    const isMoved = gone.some(({ sha256, path }) => sha256 === hash.sha256 && !existsSync(path));
    return isMoved ? findOrCreateSlide(db, { ...entry, ...hash }) : undefined;
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}
