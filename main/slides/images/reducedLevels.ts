import { join } from 'node:path';
import type { RgbRaster } from '../../domain/raster.ts';
import { runAhead } from '../../domain/runAhead.ts';
import type { SlideInfo, SlideLevel, SlideRegion } from '../../domain/slideInfo.ts';
import { shrinkByMean } from '../../pixels/shrinkByMean.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { markDamageInPlace } from '../markDamage.ts';
import { noteReadingProgress } from '../readingProgress.ts';
import { readWholeParts } from '../readWholeParts.ts';
import { createWhiteRaster, levelOfRegion, pasteIntoRaster } from '../regionRaster.ts';
import { createSharedWork } from '../sharedWork.ts';
import type { SlideSource } from '../slideSource.ts';
import { createLevelFile, type LevelFile, levelFileBytes, levelTilePx } from './levelFile.ts';
import { createScratchFolder, type ScratchFolder } from './scratchFolder.ts';

/** The coarsest level has at most this longer edge. */
const coarsestPx = 512;

/** Most pixels that are read at once while levels are made: 24 MB as RGB. */
const mostPiecePx = 8e6;
/** Rows that make one row of tiles of the first reduced level. */
const bandPx = 2 * levelTilePx;

/** Adds levels to a slide whose coarsest one is too large to be looked at whole. They are made when first asked
 *  for, from the coarsest one, in a scratch file that lasts as long as the slide is open; all who ask at the same
 *  time wait for the same work, which is given up when none is left. Damaged places show a mark.
 *  @param source without fields. It is taken over */
export function addReducedLevels(source: SlideSource): SlideSource {
  const { levels } = source.info;
  const coarsest = levels.at(-1);
  if (coarsest === undefined) throw new RangeError('A slide has at least one level');
  const added = listReducedLevels(coarsest);
  if (added.length === 0) return source;
  const info: SlideInfo = { ...source.info, levels: [...levels, ...added] };
  const shared = createSharedWork<MadeLevels>();
  const ending = new AbortController();
  let making: Promise<MadeLevels> | undefined;
  let made: MadeLevels | undefined;

  async function make(signal: AbortSignal): Promise<MadeLevels> {
    making = makeLevels(source, added, AbortSignal.any([signal, ending.signal]));
    made = await making;
    return made;
  }

  const { readStoredJpeg } = source;
  return {
    ...source,
    ...(readStoredJpeg && {
      readStoredJpeg: async (tile, signal) =>
        tile.level < levels.length ? readStoredJpeg(tile, signal) : undefined,
    }),
    info,
    async readRegion(region, signal) {
      levelOfRegion(info, region);
      if (region.level < levels.length) return source.readRegion(region, signal);
      const { file } = made ?? (await shared.run('levels', make, { name: info.name, signal }));
      throwIfCancelled(signal, info.name);
      return file.read({ ...region, level: region.level - levels.length });
    },
    async dispose() {
      ending.abort();
      const ended = await making?.catch(() => undefined);
      await ended?.file.dispose();
      await ended?.folder.dispose();
      await source.dispose();
    },
  };
}

interface MadeLevels {
  readonly folder: ScratchFolder;
  readonly file: LevelFile;
}

function listReducedLevels(coarsest: SlideLevel): readonly SlideLevel[] {
  const added: SlideLevel[] = [];
  let last = coarsest;
  while (Math.max(last.widthPx, last.heightPx) > coarsestPx) {
    last = {
      widthPx: Math.ceil(last.widthPx / 2),
      heightPx: Math.ceil(last.heightPx / 2),
      downsample: last.downsample * 2,
      tileWidthPx: levelTilePx,
      tileHeightPx: levelTilePx,
    };
    added.push(last);
  }
  return added;
}

async function makeLevels(
  source: SlideSource,
  levels: readonly SlideLevel[],
  signal: AbortSignal,
): Promise<MadeLevels> {
  const slideName = source.info.name;
  const folder = await createScratchFolder({ slideName, neededBytes: levelFileBytes(levels) });
  let file: LevelFile | undefined;
  try {
    file = await createLevelFile(join(folder.path, 'levels'), levels);
    await folder.hide();
    await fillLevels(source, file, signal);
    return { folder, file };
  } catch (error) {
    await file?.dispose();
    await folder.dispose();
    throw error;
  }
}

async function fillLevels(source: SlideSource, file: LevelFile, signal: AbortSignal): Promise<void> {
  const level = source.info.levels.length - 1;
  const { widthPx, heightPx } = source.info.levels[level] as SlideLevel;
  const stepPx = Math.max(2, Math.floor(mostPiecePx / bandPx / 2) * 2);
  const pieces: SlideRegion[] = [];
  for (let yPx = 0; yPx < heightPx; yPx += bandPx)
    for (let xPx = 0; xPx < widthPx; xPx += stepPx)
      pieces.push({
        level,
        xPx,
        yPx,
        widthPx: Math.min(stepPx, widthPx - xPx),
        heightPx: Math.min(bandPx, heightPx - yPx),
      });
  let band: RgbRaster | undefined;
  for await (const { piece, pixels } of runAhead(pieces, 1, (each) => readHalved(source, each, signal))) {
    throwIfCancelled(signal, source.info.name);
    noteReadingProgress();
    band ??= createWhiteRaster(Math.ceil(widthPx / 2), pixels.heightPx);
    pasteIntoRaster(band, pixels, { xPx: piece.xPx / 2, yPx: 0 });
    if (piece.xPx + piece.widthPx < widthPx) continue;
    await file.append(band);
    band = undefined;
  }
}

async function readHalved(source: SlideSource, piece: SlideRegion, signal: AbortSignal) {
  const { pixels, damaged } = await readWholeParts(source, piece, signal);
  for (const { xPx, yPx, widthPx, heightPx } of damaged) {
    const box = { xPx: xPx - piece.xPx, yPx: yPx - piece.yPx, widthPx, heightPx };
    markDamageInPlace(pixels, box, piece);
  }
  return { piece, pixels: shrinkByMean(pixels, 2) };
}
