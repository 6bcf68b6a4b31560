import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { listSlideEntries } from '../slides/listSlideEntries.ts';
import { type LooseImages, slideEntriesAt } from '../slides/slideEntriesAt.ts';

export interface FoundSlides {
  readonly entries: readonly SlideEntry[];
  /** names that are no slides */
  readonly ignored: readonly string[];
}

/** How deep a folder of folders of slides is searched. */
const deepest = 3;

/** The slides at a path that a person chose: a file or a folder that is one slide, or the slides in a folder and in
 *  folders of it.
 *  @param looseImages what camera images are that lie in the folder itself; in folders of it they are one slide
 *  @throws LabError 'folder-empty' | 'folder-missing' | 'file-missing' */
export function findSlidesBelow(path: string, looseImages: LooseImages = 'one-slide'): Promise<FoundSlides> {
  return findAtDepth(path, looseImages, 1);
}

async function findAtDepth(path: string, looseImages: LooseImages, depth: number): Promise<FoundSlides> {
  try {
    const entries = await slideEntriesAt(path, looseImages);
    const isFolderOfSlides = entries.length > 1 || entries[0]?.path !== path;
    const ignored = isFolderOfSlides ? (await listSlideEntries(path)).ignored : [];
    const deeper = depth < deepest ? await findDeeper(path, ignored, depth) : { entries: [], ignored };
    return { entries: [...entries, ...deeper.entries], ignored: deeper.ignored };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'folder-empty' || depth >= deepest) throw error;
    return findDeeper(path, await readdir(path), depth);
  }
}

/** Slides in folders of a folder that are no slides themselves. */
async function findDeeper(path: string, names: readonly string[], depth: number): Promise<FoundSlides> {
  const entries: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const name of names) {
    const inside = await findAtDepth(join(path, name), 'one-slide', depth + 1).catch((error: unknown) => {
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
