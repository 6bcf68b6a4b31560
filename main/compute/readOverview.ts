import type { SmearArea } from '../detection/findSmearArea.ts';
import type { PixelBox } from '../domain/cell.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideLevel } from '../domain/slideInfo.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { type Magnification, readScaled } from './readScaled.ts';

/** A whole slide at low power. */
export interface Overview {
  readonly pixels: RgbRaster;
  /** full-resolution slide pixels a pixel */
  readonly scale: number;
  /** parts that could not be read, full-resolution slide pixels */
  readonly damaged: readonly PixelBox[];
}

/** Longest side of an overview: a smear of 50 mm at 33 µm a pixel. */
const longestSidePx = 1500;

/** A level at least this long is fine enough for it. */
const leastSidePx = 1000;

/** Pixels of the coarsest level that are read for an overview; 10 gigapixels take minutes. */
const pixelLimit = 25e9;

/** Reads a slide at low power, at most 1500 px long, a block at a time.
 *  @throws LabError 'image-too-large' when it has no low-power level and is too large to be read whole
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'cancelled' */
export async function readOverview(source: SlideSource, signal: AbortSignal): Promise<Overview> {
  const { info } = source;
  const at = chooseLowPower(info.levels);
  const level = info.levels[at.level];
  if (level !== undefined && level.widthPx * level.heightPx > pixelLimit)
    throw new LabError(
      'image-too-large',
      `${info.name} is ${level.widthPx} x ${level.heightPx} pixels without a smaller copy in its file. Export it as a pyramid.`,
      { widthPx: level.widthPx, heightPx: level.heightPx },
    );
  const box = { xPx: 0, yPx: 0, widthPx: info.widthPx, heightPx: info.heightPx };
  const { pixels, damaged } = await readScaled(source, { box, at }, signal);
  return { pixels, scale: at.scale, damaged };
}

function chooseLowPower(levels: readonly SlideLevel[]): Magnification {
  const longest = ({ widthPx, heightPx }: SlideLevel) => Math.max(widthPx, heightPx);
  const level = Math.max(
    0,
    levels.findLastIndex((one) => longest(one) >= leastSidePx),
  );
  const chosen = levels[level];
  const factor = chosen === undefined ? 1 : Math.ceil(longest(chosen) / longestSidePx);
  return { level, factor, scale: factor * (chosen?.downsample ?? 1) };
}

/** The area with the damaged parts of the overview taken for smear: what cannot be seen at low power is looked at
 *  from nearby, and not passed over in silence. */
export function addDamage(area: SmearArea, { damaged, scale }: Overview): SmearArea {
  if (damaged.length === 0) return area;
  const isSmear = area.isSmear.slice();
  for (const part of damaged) {
    const lastX = Math.min(area.widthPx, Math.ceil((part.xPx + part.widthPx) / scale));
    const lastY = Math.min(area.heightPx, Math.ceil((part.yPx + part.heightPx) / scale));
    for (let y = Math.max(0, Math.floor(part.yPx / scale)); y < lastY; y += 1)
      isSmear.fill(1, y * area.widthPx + Math.max(0, Math.floor(part.xPx / scale)), y * area.widthPx + lastX);
  }
  return { ...area, isSmear };
}
