import type { PixelBox } from '../domain/cell.ts';
import type { Random } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { drawColourChange, recolourPixels } from './stainJitter.ts';

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

/** A square image turned and mirrored into one of its eight positions and recoloured as another laboratory's stain,
 *  lamp and camera might show it.
 *  @returns uint8, same size */
export function augmentImage(image: RgbRaster, random: Random): RgbRaster {
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
  recolourPixels(data, drawColourChange(random));
  return { widthPx: edgePx, heightPx: edgePx, data };
}
