import type { SlideLevel, SlideRegion } from '../../domain/slideInfo.ts';
import type { NativeRegion } from './bindOpenSlide.ts';

/** One call of OpenSlide: what is read, and which part of it is wanted. */
export interface NativeRead {
  readonly native: NativeRegion;
  /** pixels of the level; lies within what is read */
  readonly wanted: SlideRegion;
  /** first pixel of what is read that is wanted */
  readonly fromX: number;
  readonly fromY: number;
}

/** 16 MB of native pixels a call. OpenSlide itself cuts larger ones, and rounds where it does. */
const longestReadPx = 2048;
/** How far before a pixel one may start to hit an exact coordinate. */
const longestLeadPx = 63;
/** OpenSlide's drawing library places images to a 256th of a pixel; what is nearer is not resampled. */
const exactPx = 1 / 512;

/** Cuts the part of a region that lies on its level into calls of OpenSlide. It takes an origin in whole pixels of
 *  the full resolution: where that is no whole pixel of the level it resamples, and tiles would not fit together.
 *  So each read starts at a pixel before that whose coordinate is exact, where there is one near. */
export function planNativeReads(region: SlideRegion, level: SlideLevel): readonly NativeRead[] {
  const columns = planAxis(region.xPx, region.widthPx, level.widthPx);
  const rows = planAxis(region.yPx, region.heightPx, level.heightPx);
  return rows.flatMap((row) =>
    columns.map((column) => {
      const x = leadOf(column.start, level.downsample);
      const y = leadOf(row.start, level.downsample);
      return {
        native: {
          level: region.level,
          fullXPx: Math.round((column.start - x) * level.downsample),
          fullYPx: Math.round((row.start - y) * level.downsample),
          widthPx: column.length + x,
          heightPx: row.length + y,
        },
        wanted: {
          level: region.level,
          xPx: column.start,
          yPx: row.start,
          widthPx: column.length,
          heightPx: row.length,
        },
        fromX: x,
        fromY: y,
      };
    }),
  );
}

interface Stretch {
  readonly start: number;
  readonly length: number;
}

function planAxis(start: number, length: number, levelLength: number): readonly Stretch[] {
  const end = Math.min(start + length, levelLength);
  const stretches: Stretch[] = [];
  for (let from = Math.max(0, start); from < end; from += longestReadPx)
    stretches.push({ start: from, length: Math.min(longestReadPx, end - from) });
  return stretches;
}

/** Pixels of the level between an exact coordinate and `start`; 0 when there is none near. */
function leadOf(start: number, downsample: number): number {
  for (let lead = 0; lead <= Math.min(longestLeadPx, start); lead += 1) {
    const full = (start - lead) * downsample;
    if (Math.abs(full - Math.round(full)) / downsample <= exactPx) return lead;
  }
  return 0;
}
