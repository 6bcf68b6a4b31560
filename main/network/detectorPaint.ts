import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { clipBox, type LabelledField, type SampleCanvas, visibleShare } from './detectorField.ts';
import type { RandomSource } from './detectorRandom.ts';
import { detectorRedCellPx } from './detectorSpec.ts';

/** A cell of which less than this shows at a cut is no longer asked for, and one below the second share is
 *  not there at all; between them nobody can say. */
const enoughShown = 0.3;
const nothingShown = 0.08;

/** Paints a random window of a field into a region of the sample and adds its boxes; where the region is
 *  larger than the field, the rest stays empty. Changes `canvas`.
 *  @param part.scale red-cell width in the sample, relative to the network's own */
export function paintField(
  canvas: SampleCanvas,
  field: LabelledField,
  part: { readonly region: PixelBox; readonly scale: number; readonly random: RandomSource },
): void {
  const { random, region } = part;
  const zoomX = ((detectorRedCellPx * part.scale) / field.redCellDiameterPx) * random.logUniform(0.93, 1.075);
  const zoomY = ((detectorRedCellPx * part.scale) / field.redCellDiameterPx) * random.logUniform(0.93, 1.075);
  const widthPx = Math.min(region.widthPx, Math.floor(field.raster.widthPx * zoomX));
  const heightPx = Math.min(region.heightPx, Math.floor(field.raster.heightPx * zoomY));
  if (widthPx < 4 || heightPx < 4) return;
  const window = chooseWindow(field, { widthPx: widthPx / zoomX, heightPx: heightPx / zoomY }, random);
  const frame = {
    xPx: region.xPx + random.index(region.widthPx - widthPx + 1),
    yPx: region.yPx + random.index(region.heightPx - heightPx + 1),
    widthPx,
    heightPx,
  };
  const mirrored = { x: random.chance(0.5), y: random.chance(0.5) };
  const raster = resampleWindow(field.raster, window, { widthPx, heightPx });
  copyInto(canvas, raster, { frame, mirrored });
  const place = (box: PixelBox) => placeBox(box, { window, frame, mirrored });
  const shown = (boxes: readonly PixelBox[]) => sortByShown(boxes.map(place), frame);
  const white = shown(field.whiteCells);
  const red = shown(field.redCells);
  canvas.whiteCells.push(...white.clear);
  canvas.redCells.push(...red.clear);
  canvas.unknown.push(...white.doubtful, ...red.doubtful, ...shown(field.unknown).clear);
}

/** A window of the given size inside the field, more often than not around one of its white cells. */
function chooseWindow(
  field: LabelledField,
  size: { readonly widthPx: number; readonly heightPx: number },
  random: RandomSource,
): PixelBox {
  const spareX = field.raster.widthPx - size.widthPx;
  const spareY = field.raster.heightPx - size.heightPx;
  const target = field.whiteCells[random.index(field.whiteCells.length)];
  if (target === undefined || random.chance(0.35))
    return { xPx: random.uniform(0, spareX), yPx: random.uniform(0, spareY), ...size };
  const aroundX = target.xPx + target.widthPx / 2 - size.widthPx * random.uniform(0.05, 0.95);
  const aroundY = target.yPx + target.heightPx / 2 - size.heightPx * random.uniform(0.05, 0.95);
  return {
    xPx: Math.min(spareX, Math.max(0, aroundX)),
    yPx: Math.min(spareY, Math.max(0, aroundY)),
    ...size,
  };
}

function copyInto(
  canvas: SampleCanvas,
  raster: RgbRaster,
  to: { readonly frame: PixelBox; readonly mirrored: { readonly x: boolean; readonly y: boolean } },
): void {
  const { widthPx, heightPx } = raster;
  for (let y = 0; y < heightPx; y += 1) {
    const sourceY = to.mirrored.y ? heightPx - 1 - y : y;
    for (let x = 0; x < widthPx; x += 1) {
      const source = (sourceY * widthPx + (to.mirrored.x ? widthPx - 1 - x : x)) * 3;
      const at = (to.frame.yPx + y) * canvas.sidePx + to.frame.xPx + x;
      canvas.covered[at] = 1;
      for (let channel = 0; channel < 3; channel += 1)
        canvas.pixels[at * 3 + channel] = raster.data[source + channel] as number;
    }
  }
}

/** A box of the field in pixels of the sample. */
function placeBox(
  box: PixelBox,
  by: {
    readonly window: PixelBox;
    readonly frame: PixelBox;
    readonly mirrored: { readonly x: boolean; readonly y: boolean };
  },
): PixelBox {
  const zoomX = by.frame.widthPx / by.window.widthPx;
  const zoomY = by.frame.heightPx / by.window.heightPx;
  const widthPx = box.widthPx * zoomX;
  const heightPx = box.heightPx * zoomY;
  const x = (box.xPx - by.window.xPx) * zoomX;
  const y = (box.yPx - by.window.yPx) * zoomY;
  return {
    xPx: by.frame.xPx + (by.mirrored.x ? by.frame.widthPx - x - widthPx : x),
    yPx: by.frame.yPx + (by.mirrored.y ? by.frame.heightPx - y - heightPx : y),
    widthPx,
    heightPx,
  };
}

function sortByShown(boxes: readonly PixelBox[], frame: PixelBox) {
  const clear: PixelBox[] = [];
  const doubtful: PixelBox[] = [];
  for (const box of boxes) {
    const clipped = clipBox(box, frame);
    const share = visibleShare(box, frame);
    if (clipped === undefined || share < nothingShown) continue;
    (share < enoughShown ? doubtful : clear).push(clipped);
  }
  return { clear, doubtful };
}
