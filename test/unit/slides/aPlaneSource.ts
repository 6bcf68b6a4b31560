import { LabError } from '../../../main/domain/labError.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import type { SlideInfo, SlideLevel, SlideRegion } from '../../../main/domain/slideInfo.ts';
import type { SlideSource } from '../../../main/slides/slideSource.ts';

interface PlaneOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  /** of each level; 1 alone unless told */
  readonly downsamples?: readonly number[];
  readonly tilePx?: number;
  /** stored tiles that cannot be read */
  readonly damaged?: readonly { readonly level: number; readonly column: number; readonly row: number }[];
}

/** A slide that is computed and not read: a pixel of a level shows where it lies, red across, green down, at
 *  full-resolution steps of `planeStepPx`. It remembers which regions it was asked for. */
export interface PlaneSource extends SlideSource {
  readonly regions: readonly SlideRegion[];
}

/** Full-resolution pixels per step of colour. */
export const planeStepPx = 16;

export function aPlaneSource(options: PlaneOptions): PlaneSource {
  const { widthPx, heightPx, downsamples = [1], tilePx = 256, damaged = [] } = options;
  const levels = downsamples.map(
    (downsample): SlideLevel => ({
      widthPx: Math.max(1, Math.floor(widthPx / downsample)),
      heightPx: Math.max(1, Math.floor(heightPx / downsample)),
      downsample,
      tileWidthPx: tilePx,
      tileHeightPx: tilePx,
    }),
  );
  const regions: SlideRegion[] = [];
  return {
    entry: { name: 'plane', path: '/plane', kind: 'image-file' },
    info: anInfo({ widthPx, heightPx, levels }),
    regions,
    async readRegion(region, signal) {
      if (signal?.aborted) throw new LabError('cancelled', 'cancelled');
      regions.push(region);
      const isHit = damaged.some(
        ({ level, column, row }) =>
          level === region.level &&
          region.xPx < (column + 1) * tilePx &&
          region.xPx + region.widthPx > column * tilePx &&
          region.yPx < (row + 1) * tilePx &&
          region.yPx + region.heightPx > row * tilePx,
      );
      if (isHit) throw new LabError('tile-unreadable', 'a tile is damaged');
      return paintPlane(region, levels[region.level] as SlideLevel);
    },
    readAssociatedImage: async () => aRaster(4, 2, () => [1, 2, 3]),
    readField: async () => {
      throw new RangeError('a plane has no fields');
    },
    dispose: async () => undefined,
  };
}

function anInfo(part: Pick<SlideInfo, 'widthPx' | 'heightPx' | 'levels'>): SlideInfo {
  return {
    name: 'plane',
    kind: 'image-file',
    format: 'tiled-tiff',
    vendor: undefined,
    pixelSize: undefined,
    objectivePower: undefined,
    associatedImages: [{ name: 'label', widthPx: 4, heightPx: 2 }],
    hasIccProfile: false,
    fields: undefined,
    ...part,
  };
}

function paintPlane(region: SlideRegion, level: SlideLevel): RgbRaster {
  return aRaster(region.widthPx, region.heightPx, (x, y) => {
    const [atX, atY] = [region.xPx + x, region.yPx + y];
    const isInside = atX >= 0 && atY >= 0 && atX < level.widthPx && atY < level.heightPx;
    return isInside ? planeColour(atX * level.downsample, atY * level.downsample) : [255, 255, 255];
  });
}

/** Colour at a full-resolution pixel. */
export function planeColour(x: number, y: number): readonly [number, number, number] {
  return [Math.floor(x / planeStepPx) % 200, Math.floor(y / planeStepPx) % 200, 90];
}

export function aRaster(
  widthPx: number,
  heightPx: number,
  colour: (x: number, y: number) => readonly number[],
): RgbRaster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) data.set(colour(x, y), (y * widthPx + x) * 3);
  return { widthPx, heightPx, data };
}
