import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resamplePlane, resampleWindow } from './resample.ts';
import { shrinkByMean } from './shrinkByMean.ts';

/** A field and its halves, quarters …, each made when first wanted: a large field is then read whole once, not
 *  once for each scale that is tried and each window that is cut. */
export interface FieldPyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  /** @param window in field pixels
   *  @returns the window at that size, from the coarsest level that still has as many pixels */
  resample(window: PixelBox, size: { readonly widthPx: number; readonly heightPx: number }): RgbRaster;
  /** The green of a window at that size: where the stains of blood show most.
   *  @returns uint8 [heightPx, widthPx] */
  resampleGreen(window: PixelBox, size: { readonly widthPx: number; readonly heightPx: number }): Uint8Array;
  /** The same with every level painted over, each when first wanted.
   *  @param paint gives a copy */
  painted(paint: (level: RgbRaster) => RgbRaster): FieldPyramid;
}

const pyramids = new WeakMap<RgbRaster, FieldPyramid>();

/** The pyramid of a field, made once for as long as the field is held: finder, focus, ruler and classifier share it. The
 *  pixels must not change any more. */
export function pyramidOf(field: RgbRaster): FieldPyramid {
  const known = pyramids.get(field);
  if (known !== undefined) return known;
  const levels: RgbRaster[] = [field];
  const pyramid = createPyramid(field, (level) => {
    let coarsest = levels.at(-1) ?? field;
    while (levels.length <= level && Math.min(coarsest.widthPx, coarsest.heightPx) >= 2) {
      coarsest = shrinkByMean(coarsest, 2);
      levels.push(coarsest);
    }
    const at = Math.min(level, levels.length - 1);
    return { raster: levels[at] ?? field, at };
  });
  pyramids.set(field, pyramid);
  return pyramid;
}

/** @param levelAt the level, or the coarsest there is */
function createPyramid(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  levelAt: (level: number) => { readonly raster: RgbRaster; readonly at: number },
): FieldPyramid {
  const greens = new Map<RgbRaster, Uint8Array>();
  const levelFor = (
    window: PixelBox,
    size: { readonly widthPx: number; readonly heightPx: number },
  ): { readonly raster: RgbRaster; readonly inLevel: PixelBox } => {
    const shrink = Math.min(window.widthPx / size.widthPx, window.heightPx / size.heightPx);
    const { raster, at } = levelAt(Math.max(0, Math.floor(Math.log2(Math.max(shrink, 1e-6)))));
    // levels are exact powers of two: an odd last row stands alone, it is not squeezed in
    const factor = 2 ** at;
    const inLevel = {
      xPx: window.xPx / factor,
      yPx: window.yPx / factor,
      widthPx: window.widthPx / factor,
      heightPx: window.heightPx / factor,
    };
    return { raster, inLevel };
  };
  return {
    ...{ widthPx, heightPx },
    resample: (window, size) => {
      const { raster, inLevel } = levelFor(window, size);
      return resampleWindow(raster, inLevel, size);
    },
    resampleGreen: (window, size) => {
      const { raster, inLevel } = levelFor(window, size);
      const green = greens.get(raster) ?? takeGreen(raster);
      greens.set(raster, green);
      return resamplePlane({ ...raster, data: green }, inLevel, size);
    },
    painted: (paint) => {
      const done = new Map<number, RgbRaster>();
      return createPyramid({ widthPx, heightPx }, (level) => {
        const { raster, at } = levelAt(level);
        const painted = done.get(at) ?? paint(raster);
        done.set(at, painted);
        return { raster: painted, at };
      });
    },
  };
}

function takeGreen({ widthPx, heightPx, data }: RgbRaster): Uint8Array {
  const green = new Uint8Array(widthPx * heightPx);
  for (let at = 0, from = 1; at < green.length; at += 1, from += 3) green[at] = data[from] as number;
  return green;
}
