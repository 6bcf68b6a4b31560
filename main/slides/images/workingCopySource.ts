import { join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo } from '../../domain/slideInfo.ts';
import { createSharedWork } from '../sharedWork.ts';
import type { SlideSource } from '../slideSource.ts';
import { describeTiff } from '../tiff/describeTiff.ts';
import { openTiffFile } from '../tiff/tiffFile.ts';
import { createTiffSource } from '../tiff/tiffSource.ts';
import { convertToTiles } from './convertToTiles.ts';
import { createScratchFolder, type ScratchFolder } from './scratchFolder.ts';

/** A large image in a format that can only be decoded from its beginning. When pixels are first asked for it is
 *  rewritten once, in a process of its own, as a tiled TIFF without loss; regions are read from that. The copy lasts
 *  as long as the slide is open; all who ask at the same time wait for the same work, which is given up when none
 *  is left.
 *  @param info of one level, the image as it is stored */
export function createWorkingCopySource(entry: SlideEntry, info: SlideInfo): SlideSource {
  const shared = createSharedWork<WorkingCopy>();
  const ending = new AbortController();
  let making: Promise<WorkingCopy> | undefined;
  let made: WorkingCopy | undefined;

  async function make(signal: AbortSignal): Promise<WorkingCopy> {
    making = makeCopy(entry, info, AbortSignal.any([signal, ending.signal]));
    made = await making;
    return made;
  }

  return {
    entry,
    info,
    async readRegion(region, signal) {
      const { source } = made ?? (await shared.run('copy', make, { name: info.name, signal }));
      return source.readRegion(region, signal);
    },
    async readAssociatedImage(name) {
      throw new LabError('argument-invalid', `${info.name} has no associated image named ${name}.`);
    },
    async readField() {
      throw new RangeError(`${info.name} is one plane; it has no fields`);
    },
    async dispose() {
      ending.abort();
      const ended = await making?.catch(() => undefined);
      await ended?.source.dispose();
      await ended?.folder.dispose();
    },
  };
}

interface WorkingCopy {
  readonly folder: ScratchFolder;
  readonly source: SlideSource;
}

async function makeCopy(entry: SlideEntry, info: SlideInfo, signal: AbortSignal): Promise<WorkingCopy> {
  const neededBytes = info.widthPx * info.heightPx * 3;
  const folder = await createScratchFolder({ slideName: info.name, neededBytes });
  try {
    const path = join(folder.path, 'copy.tif');
    await convertToTiles({ from: entry.path, to: path, slideName: info.name }, signal);
    return { folder, source: await openCopy(entry, path) };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
}

async function openCopy(entry: SlideEntry, path: string): Promise<SlideSource> {
  const file = await openTiffFile(path);
  const found = await describeTiff(file);
  if (found.kind === 'slide') return createTiffSource(entry, file, found.slide);
  await file.dispose();
  throw new Error(`The working copy of ${entry.name} is no tiled TIFF`);
}
