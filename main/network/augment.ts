import type { PixelBox } from '../domain/cell.ts';
import type { Random } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { type ColourChange, drawColourChange, measureDensities, recolourPixels } from './stainJitter.ts';

/** A window moved and zoomed at random around the whole field: zoom 0.8 to 1.2; half of them shifted by up
 *  to 8 % of the edge, half by up to 35 %, because a scan centres its windows on cells near any edge. */
export function augmentWindow(window: PixelBox, random: Random): PixelBox {
  const zoom = 0.8 + 0.4 * random();
  const reach = random() < 0.5 ? 0.08 : 0.35;
  const edgePx = window.widthPx * zoom;
  const shift = () => (2 * random() - 1) * reach * window.widthPx;
  return {
    xPx: window.xPx + (window.widthPx - edgePx) / 2 + shift(),
    yPx: window.yPx + (window.heightPx - edgePx) / 2 + shift(),
    widthPx: edgePx,
    heightPx: edgePx,
  };
}

/** A window round a cell, zoomed 0.8 to 1.25 times, as rulers err, and moved by up to 8 % of its edge, as boxes do. */
export function augmentCellWindow(window: PixelBox, random: Random): PixelBox {
  const zoom = 0.8 * 1.5625 ** random();
  const shift = () => 0.08 * (2 * random() - 1) * window.widthPx;
  return {
    xPx: window.xPx + (window.widthPx * (1 - zoom)) / 2 + shift(),
    yPx: window.yPx + (window.heightPx * (1 - zoom)) / 2 + shift(),
    widthPx: window.widthPx * zoom,
    heightPx: window.heightPx * zoom,
  };
}

/** A part of a field round a cell, as a camera that sees less of the smear would have shown it: each edge 0.4 to 1 times
 *  the window's, the cell anywhere in it; where the field is smaller, it ends there.
 *  @returns the box in whole pixels, inside the field */
export function drawNarrowField(
  field: { readonly widthPx: number; readonly heightPx: number },
  cell: PixelBox,
  given: { readonly windowPx: number; readonly random: Random },
): PixelBox {
  const along = (fieldPx: number, cellStart: number, cellPx: number) => {
    const drawn = (0.4 + 0.6 * given.random()) * given.windowPx;
    const length = Math.max(1, Math.min(fieldPx, Math.round(Math.max(drawn, cellPx * 1.2))));
    const wanted = cellStart - given.random() * Math.max(0, length - cellPx);
    return { start: Math.round(Math.min(fieldPx - length, Math.max(0, wanted))), length };
  };
  const [x, y] = [
    along(field.widthPx, cell.xPx, cell.widthPx),
    along(field.heightPx, cell.yPx, cell.heightPx),
  ];
  return { xPx: x.start, yPx: y.start, widthPx: x.length, heightPx: y.length };
}

/** A square image turned and mirrored into one of its eight positions and recoloured: half of them a little, as one
 *  laboratory's own stain and lamp vary, half as another laboratory's stain, lamp and camera might show it, most of these
 *  given the colours of another image of their batch first; now and then put a little out of focus.
 *  @returns uint8, same size */
export function augmentImage(image: RgbRaster, partner: RgbRaster, random: Random): RgbRaster {
  const edgePx = image.widthPx;
  const [transpose, mirrorX, mirrorY] = [random() < 0.5, random() < 0.5, random() < 0.5];
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < edgePx; y += 1) {
    for (let x = 0; x < edgePx; x += 1) {
      const column = mirrorX ? edgePx - 1 - x : x;
      const row = mirrorY ? edgePx - 1 - y : y;
      const from = (transpose ? column * edgePx + row : row * edgePx + column) * 3;
      const to = (y * edgePx + x) * 3;
      data[to] = image.data[from] as number;
      data[to + 1] = image.data[from + 1] as number;
      data[to + 2] = image.data[from + 2] as number;
    }
  }
  recolourPixels(data, drawColours(image, partner, random));
  const turned = { widthPx: edgePx, heightPx: edgePx, data };
  return random() < 0.2 ? coarsen(turned, 0.6 + 0.35 * random()) : turned;
}

/** Too many strange colours, and the network no longer learns what the known ones tell; too few, and it leans on them. */
function drawColours(image: RgbRaster, partner: RgbRaster, random: Random): ColourChange {
  if (random() < 0.5) return drawColourChange(random, { reach: 'same-laboratory' });
  const isGiven = random() < 0.6;
  const stains = isGiven ? { from: measureDensities(image), to: measureDensities(partner) } : undefined;
  return drawColourChange(random, { reach: 'other-laboratory', stains });
}

/** As a camera of fewer pixels would have seen it.
 *  @param share of the edge's pixels that are left, 0..1 */
function coarsen(image: RgbRaster, share: number): RgbRaster {
  const { widthPx, heightPx } = image;
  const small = { widthPx: Math.round(widthPx * share), heightPx: Math.round(heightPx * share) };
  const coarse = resampleWindow(image, { xPx: 0, yPx: 0, widthPx, heightPx }, small);
  return resampleWindow(coarse, { xPx: 0, yPx: 0, ...small }, { widthPx, heightPx });
}
