import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideInfo, SlideRegion } from '../domain/slideInfo.ts';
import { averageBlocks } from '../pixels/averageBlocks.ts';
import { readWholeParts } from '../slides/readWholeParts.ts';
import { createWhiteRaster, pasteIntoRaster } from '../slides/regionRaster.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { limitRead } from './limitRead.ts';

/** A magnification at which a slide is read: a level of its file, shrunk by a whole number. */
export interface Magnification {
  readonly level: number;
  /** pixels of the level, across and down, that become one */
  readonly factor: number;
  /** full-resolution slide pixels a pixel */
  readonly scale: number;
}

/** A part of a slide at a magnification. */
export interface ScaledRegion {
  readonly pixels: RgbRaster;
  /** of the upper left corner of `pixels`, full-resolution slide pixels; at most one pixel before what was asked */
  readonly xPx: number;
  readonly yPx: number;
  /** full-resolution slide pixels a pixel of `pixels` */
  readonly scale: number;
  /** parts that could not be read and are white, full-resolution slide pixels */
  readonly damaged: readonly PixelBox[];
}

/** Pixels of a level that are held at once beside the result: 4096 by 4096, 50 MB. */
const blockEdgePx = 4096;

/** The lowest magnification at which something is at least so many pixels wide; the full one where it never is.
 *  @param widthPx in full-resolution pixels */
export function chooseMagnification(
  info: Pick<SlideInfo, 'levels'>,
  { widthPx, leastPx }: { readonly widthPx: number; readonly leastPx: number },
): Magnification {
  const coarsest = info.levels.findLastIndex(({ downsample }) => widthPx / downsample >= leastPx);
  const level = Math.max(0, coarsest);
  const downsample = info.levels[level]?.downsample ?? 1;
  const factor = Math.max(1, Math.floor(widthPx / downsample / leastPx));
  return { level, factor, scale: downsample * factor };
}

/** Reads a part of a slide at a magnification, a block at a time, so that memory holds little but the result.
 *  @param box full-resolution slide pixels; the result begins and ends on whole pixels and covers it
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'slide-reader-lost' | 'cancelled' */
export async function readScaled(
  source: SlideSource,
  { box, at }: { readonly box: PixelBox; readonly at: Magnification },
  signal: AbortSignal,
): Promise<ScaledRegion> {
  const left = Math.floor(box.xPx / at.scale);
  const top = Math.floor(box.yPx / at.scale);
  const widthPx = Math.max(1, Math.ceil((box.xPx + box.widthPx) / at.scale) - left);
  const heightPx = Math.max(1, Math.ceil((box.yPx + box.heightPx) / at.scale) - top);
  const blockPx = Math.max(1, Math.floor(blockEdgePx / at.factor));
  const blocks = cutIntoBlocks({ xPx: left, yPx: top, widthPx, heightPx }, blockPx);
  const damaged: PixelBox[] = [];
  let whole: RgbRaster | undefined;
  for (const block of blocks) {
    const read = await limitRead(source.info.name, readWholeParts(source, regionOf(block, at), signal));
    damaged.push(...read.damaged.map((part) => toSlidePixels(part, at.scale / at.factor)));
    const pixels = averageBlocks(read.pixels, at.factor);
    if (blocks.length === 1) whole = pixels;
    else {
      whole ??= createWhiteRaster(widthPx, heightPx);
      pasteIntoRaster(whole, pixels, { xPx: block.xPx - left, yPx: block.yPx - top });
    }
  }
  if (whole === undefined) throw new RangeError('A region without pixels was asked for');
  return { pixels: whole, xPx: left * at.scale, yPx: top * at.scale, scale: at.scale, damaged };
}

function cutIntoBlocks(region: PixelBox, edgePx: number): readonly PixelBox[] {
  const blocks: PixelBox[] = [];
  for (let y = 0; y < region.heightPx; y += edgePx)
    for (let x = 0; x < region.widthPx; x += edgePx)
      blocks.push({
        xPx: region.xPx + x,
        yPx: region.yPx + y,
        widthPx: Math.min(edgePx, region.widthPx - x),
        heightPx: Math.min(edgePx, region.heightPx - y),
      });
  return blocks;
}

function regionOf(block: PixelBox, { level, factor }: Magnification): SlideRegion {
  return {
    level,
    xPx: block.xPx * factor,
    yPx: block.yPx * factor,
    widthPx: block.widthPx * factor,
    heightPx: block.heightPx * factor,
  };
}

function toSlidePixels(region: PixelBox, downsample: number): PixelBox {
  return {
    xPx: region.xPx * downsample,
    yPx: region.yPx * downsample,
    widthPx: region.widthPx * downsample,
    heightPx: region.heightPx * downsample,
  };
}
