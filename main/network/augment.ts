import type { PixelBox } from '../domain/cell.ts';
import type { Random } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';

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

/** A square image turned and mirrored into one of its eight positions, its colours changed a little as
 *  stain, lamp and white balance change them: contrast and brightness 0.85 to 1.15, saturation 0.7 to 1.3,
 *  gain of each channel 0.93 to 1.07.
 *  @returns uint8, same size */
export function augmentImage(image: RgbRaster, random: Random): RgbRaster {
  const edgePx = image.widthPx;
  const [transpose, mirrorX, mirrorY] = [random() < 0.5, random() < 0.5, random() < 0.5];
  const brightness = 0.85 + 0.3 * random();
  const contrast = 0.85 + 0.3 * random();
  const saturation = 0.7 + 0.6 * random();
  const gains = [0, 0, 0].map(() => brightness * contrast * (0.93 + 0.14 * random())) as [
    number,
    number,
    number,
  ];
  const pivot = 150 * brightness * (1 - contrast);
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < edgePx; y += 1) {
    for (let x = 0; x < edgePx; x += 1) {
      const column = mirrorX ? edgePx - 1 - x : x;
      const row = mirrorY ? edgePx - 1 - y : y;
      const from = (transpose ? column * edgePx + row : row * edgePx + column) * 3;
      const red = image.data[from] as number;
      const green = image.data[from + 1] as number;
      const blue = image.data[from + 2] as number;
      const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
      const to = (y * edgePx + x) * 3;
      data[to] = clamp(gains[0] * (grey + saturation * (red - grey)) + pivot);
      data[to + 1] = clamp(gains[1] * (grey + saturation * (green - grey)) + pivot);
      data[to + 2] = clamp(gains[2] * (grey + saturation * (blue - grey)) + pivot);
    }
  }
  return { widthPx: edgePx, heightPx: edgePx, data };
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
}
