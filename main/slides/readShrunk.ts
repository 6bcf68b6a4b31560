import type { RgbRaster } from '../domain/raster.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { SlideRegion } from '../domain/slideInfo.ts';
import { shrinkByMean } from '../pixels/shrinkByMean.ts';
import { readWholeParts } from './readWholeParts.ts';
import { createWhiteRaster, pasteIntoRaster } from './regionRaster.ts';
import type { SlideSource } from './slideSource.ts';

/** Longest edge of what is decoded at once when a region is shrunk: 12 MB as RGB. */
const pieceEdgePx = 2048;

/** A region of a level at a whole fraction of its size. */
export interface ShrunkRegion {
  /** of the region's size divided by `shrink`, rounded up */
  readonly pixels: RgbRaster;
  /** damaged parts, in pixels of the level; white in `pixels` */
  readonly damaged: readonly SlideRegion[];
}

/** Reads a region of any size piece by piece, each shrunk as soon as it is decoded: a slide without coarse levels
 *  is shown without holding it in memory.
 *  @param shrink whole number, 1 or more; the shrunk region must fit in memory
 *  @throws as readWholeParts does */
export async function readShrunk(
  source: Pick<SlideSource, 'info' | 'readRegion'>,
  { region, shrink }: { readonly region: SlideRegion; readonly shrink: number },
  signal?: AbortSignal,
): Promise<ShrunkRegion> {
  const pieces = cutIntoPieces(region, shrink);
  const [only] = pieces;
  if (shrink === 1 || (pieces.length === 1 && only !== undefined)) {
    const { pixels, damaged } = await readWholeParts(source, region, signal);
    return { pixels: shrinkByMean(pixels, shrink), damaged };
  }
  const pixels = createWhiteRaster(Math.ceil(region.widthPx / shrink), Math.ceil(region.heightPx / shrink));
  const damaged: SlideRegion[] = [];
  let next = 0;
  for await (const read of runAhead(pieces, 1, (piece) => readWholeParts(source, piece, signal))) {
    const piece = pieces[next] as SlideRegion;
    next += 1;
    const at = { xPx: (piece.xPx - region.xPx) / shrink, yPx: (piece.yPx - region.yPx) / shrink };
    pasteIntoRaster(pixels, shrinkByMean(read.pixels, shrink), at);
    damaged.push(...read.damaged);
  }
  return { pixels, damaged };
}

/** Pieces whose edges are whole multiples of `shrink`, so that no mean is taken over a border. */
function cutIntoPieces(region: SlideRegion, shrink: number): readonly SlideRegion[] {
  const step = Math.max(1, Math.floor(pieceEdgePx / shrink)) * shrink;
  const pieces: SlideRegion[] = [];
  for (let y = 0; y < region.heightPx; y += step) {
    for (let x = 0; x < region.widthPx; x += step) {
      pieces.push({
        level: region.level,
        xPx: region.xPx + x,
        yPx: region.yPx + y,
        widthPx: Math.min(step, region.widthPx - x),
        heightPx: Math.min(step, region.heightPx - y),
      });
    }
  }
  return pieces;
}
