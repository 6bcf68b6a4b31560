import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideInfo, SlideLevel, SlideRegion } from '../../domain/slideInfo.ts';
import { levelOfRegion } from '../regionRaster.ts';
import type { SlideSource } from '../slideSource.ts';

/** A slide whose stored pixels are mirrored or turned, as EXIF and TIFF say by a number from 1 to 8, upright.
 *  Regions are turned one by one, so that nothing is decoded whole for it.
 *  @param source as stored; it has no fields. It is taken over
 *  @returns the same source when it is upright already */
export function createOrientedSource(source: SlideSource, orientation: number): SlideSource {
  const turn = turns[orientation];
  if (turn === undefined) return source;
  const info = turnInfo(source.info, turn);
  return {
    entry: source.entry,
    info,
    async readRegion(region, signal) {
      const stored = source.info.levels[region.level];
      levelOfRegion(info, region);
      if (stored === undefined) throw new RangeError(`${info.name} has no level ${region.level}`);
      const pixels = await source.readRegion(storedRegion(region, stored, turn), signal);
      return turnRaster(pixels, turn);
    },
    readAssociatedImage: (name, signal) => source.readAssociatedImage(name, signal),
    readField: (fieldIndex, signal) => source.readField(fieldIndex, signal),
    dispose: () => source.dispose(),
  };
}

/** What is done to an upright place to find where it is stored: the axes are swapped first, then each may be
 *  counted from its other end. */
interface Turn {
  readonly swapsAxes: boolean;
  readonly mirrorsX: boolean;
  readonly mirrorsY: boolean;
}

/** @see EXIF 2.32, tag 274 */
const turns: Readonly<Record<number, Turn>> = {
  2: { swapsAxes: false, mirrorsX: true, mirrorsY: false },
  3: { swapsAxes: false, mirrorsX: true, mirrorsY: true },
  4: { swapsAxes: false, mirrorsX: false, mirrorsY: true },
  5: { swapsAxes: true, mirrorsX: false, mirrorsY: false },
  6: { swapsAxes: true, mirrorsX: false, mirrorsY: true },
  7: { swapsAxes: true, mirrorsX: true, mirrorsY: true },
  8: { swapsAxes: true, mirrorsX: true, mirrorsY: false },
};

function turnInfo(info: SlideInfo, { swapsAxes }: Turn): SlideInfo {
  if (!swapsAxes) return info;
  const { widthPx, heightPx, levels, pixelSize } = info;
  return {
    ...info,
    widthPx: heightPx,
    heightPx: widthPx,
    levels: levels.map((level) => ({
      ...level,
      widthPx: level.heightPx,
      heightPx: level.widthPx,
      tileWidthPx: level.tileHeightPx,
      tileHeightPx: level.tileWidthPx,
    })),
    pixelSize: pixelSize && { ...pixelSize, xUm: pixelSize.yUm, yUm: pixelSize.xUm },
  };
}

function storedRegion(region: SlideRegion, stored: SlideLevel, turn: Turn): SlideRegion {
  const { level } = region;
  const [xPx, yPx, widthPx, heightPx] = turn.swapsAxes
    ? [region.yPx, region.xPx, region.heightPx, region.widthPx]
    : [region.xPx, region.yPx, region.widthPx, region.heightPx];
  return {
    level,
    xPx: turn.mirrorsX ? stored.widthPx - xPx - widthPx : xPx,
    yPx: turn.mirrorsY ? stored.heightPx - yPx - heightPx : yPx,
    widthPx,
    heightPx,
  };
}

/* The loop carries every pixel: indices are in range by construction, so reads are cast. */
function turnRaster(stored: RgbRaster, { swapsAxes, mirrorsX, mirrorsY }: Turn): RgbRaster {
  const [widthPx, heightPx] = swapsAxes
    ? [stored.heightPx, stored.widthPx]
    : [stored.widthPx, stored.heightPx];
  const data = new Uint8Array(widthPx * heightPx * 3);
  const stepX = (mirrorsX ? -1 : 1) * 3;
  const stepY = (mirrorsY ? -1 : 1) * stored.widthPx * 3;
  const first =
    ((mirrorsY ? stored.heightPx - 1 : 0) * stored.widthPx + (mirrorsX ? stored.widthPx - 1 : 0)) * 3;
  const [acrossStep, downStep] = swapsAxes ? [stepY, stepX] : [stepX, stepY];
  let to = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let from = first + y * downStep;
    for (let x = 0; x < widthPx; x += 1) {
      data[to] = stored.data[from] as number;
      data[to + 1] = stored.data[from + 1] as number;
      data[to + 2] = stored.data[from + 2] as number;
      to += 3;
      from += acrossStep;
    }
  }
  return { widthPx, heightPx, data };
}
