import { join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo, SlideLevel } from '../../domain/slideInfo.ts';
import { createSharedWork } from '../sharedWork.ts';
import type { SlideSource } from '../slideSource.ts';
import { describeTiff } from '../tiff/describeTiff.ts';
import { openTiffFile } from '../tiff/tiffFile.ts';
import { createTiffSource } from '../tiff/tiffSource.ts';
import { convertToTiles } from './convertToTiles.ts';
import { createScratchFolder, type ScratchFolder } from './scratchFolder.ts';

/** Edge of the copy's tiles. */
const tilePx = 256;

/** Shapes beyond this would have levels without height or width. */
const mostAspectOfPyramid = 32;

/** The levels of the working copy of an image: halved, edges rounded down as libvips does it, until one fits in a
 *  tile; of long and narrow images only the first. */
export function listCopyLevels(widthPx: number, heightPx: number): readonly SlideLevel[] {
  const aspect = Math.max(widthPx / heightPx, heightPx / widthPx);
  const levels: SlideLevel[] = [];
  for (let shrink = 1; ; shrink *= 2) {
    const level = { widthPx: Math.floor(widthPx / shrink), heightPx: Math.floor(heightPx / shrink) };
    const downsample = (widthPx / level.widthPx + heightPx / level.heightPx) / 2;
    levels.push({ ...level, downsample, tileWidthPx: tilePx, tileHeightPx: tilePx });
    const fitsInTile = level.widthPx <= tilePx && level.heightPx <= tilePx;
    if (fitsInTile || aspect > mostAspectOfPyramid) return levels;
  }
}

/** A large image in a format that can only be decoded from its beginning. When pixels are first asked for it is
 *  rewritten once, in a process of its own, as a tiled TIFF without loss; regions are read from that. The copy lasts
 *  as long as the slide is open; all who ask at the same time wait for the same work, which is given up when none
 *  is left.
 *  @param info the image as it is stored, with the levels of listCopyLevels */
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
  const isPyramid = info.levels.length > 1;
  const folder = await createScratchFolder({ slideName: info.name, neededBytes: copyBytes(info) });
  try {
    const path = join(folder.path, 'copy.tif');
    await convertToTiles({ from: entry.path, to: path, isPyramid, slideName: info.name }, signal);
    const source = await openCopy(entry, path, info);
    await folder.hide();
    return { folder, source };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
}

/** The halved copies are written twice: into files of their own first. */
function copyBytes({ widthPx, heightPx, levels }: SlideInfo): number {
  return widthPx * heightPx * 3 * (levels.length > 1 ? 5 / 3 : 1);
}

async function openCopy(entry: SlideEntry, path: string, { levels }: SlideInfo): Promise<SlideSource> {
  const file = await openTiffFile(path);
  const found = await describeTiff(file);
  const isAsPlanned =
    found.kind === 'slide' &&
    levels.every(({ widthPx, heightPx }, index) => {
      const made = found.slide.levels[index];
      return made?.widthPx === widthPx && made.heightPx === heightPx;
    });
  if (found.kind === 'slide' && isAsPlanned) return createTiffSource(entry, file, found.slide);
  await file.dispose();
  throw new Error(`The working copy of ${entry.name} has not the levels that it should`);
}
