import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';

/** A field whose cells are known, to train the detector on. Boxes in pixels of `raster`. */
export interface LabelledField {
  readonly raster: RgbRaster;
  readonly whiteCells: readonly PixelBox[];
  readonly redCells: readonly PixelBox[];
  /** places where it isn't known what is there */
  readonly unknown: readonly PixelBox[];
  /** median side of a red cell's box, pixels of `raster` */
  readonly redCellDiameterPx: number;
}

/** A training sample being composed: pixels float32 [sidePx, sidePx, 3], RGB, 0..255, changed in place. */
export interface SampleCanvas {
  readonly sidePx: number;
  readonly pixels: Float32Array;
  /** uint8 [sidePx, sidePx]: 1 where a field was painted, 0 where the sample is still empty */
  readonly covered: Uint8Array;
  whiteCells: PixelBox[];
  redCells: PixelBox[];
  unknown: PixelBox[];
}

export function createSampleCanvas(sidePx: number): SampleCanvas {
  return {
    sidePx,
    pixels: new Float32Array(sidePx * sidePx * 3),
    covered: new Uint8Array(sidePx * sidePx),
    whiteCells: [],
    redCells: [],
    unknown: [],
  };
}

/** The part of `box` inside `frame`, undefined when there is none. */
export function clipBox(box: PixelBox, frame: PixelBox): PixelBox | undefined {
  const xPx = Math.max(box.xPx, frame.xPx);
  const yPx = Math.max(box.yPx, frame.yPx);
  const widthPx = Math.min(box.xPx + box.widthPx, frame.xPx + frame.widthPx) - xPx;
  const heightPx = Math.min(box.yPx + box.heightPx, frame.yPx + frame.heightPx) - yPx;
  return widthPx > 0 && heightPx > 0 ? { xPx, yPx, widthPx, heightPx } : undefined;
}

/** The share of `box` that lies inside `frame`, 0..1. */
export function visibleShare(box: PixelBox, frame: PixelBox): number {
  const inside = clipBox(box, frame);
  return inside === undefined ? 0 : (inside.widthPx * inside.heightPx) / (box.widthPx * box.heightPx);
}
