import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { clipBox, type LabelledField, type SampleCanvas, visibleShare } from './detectorField.ts';
import type { RandomSource } from './detectorRandom.ts';
import { detectorRedCellPx } from './detectorSpec.ts';

/** A whole white cell that can be cut out of its field. */
export interface CellCutout {
  readonly raster: RgbRaster;
  readonly box: PixelBox;
  readonly redCellDiameterPx: number;
}

/** Labelled boxes are this much larger than what the elliptic cut keeps. */
const feather = 0.1;

/** White cells that show whole: those that touch no edge of their field. */
export function listCutouts(fields: readonly LabelledField[]): readonly CellCutout[] {
  return fields.flatMap(({ raster, whiteCells, redCellDiameterPx }) =>
    whiteCells
      .filter(
        (box) =>
          box.xPx > 1 &&
          box.yPx > 1 &&
          box.xPx + box.widthPx < raster.widthPx - 1 &&
          box.yPx + box.heightPx < raster.heightPx - 1,
      )
      .map((box) => ({ raster, box, redCellDiameterPx })),
  );
}

/** Pastes white cells into the sample, singly or in touching clumps, as blasts lie in crowded fields that the
 *  labelled set lacks. Cells under them leave the labels. Changes `canvas`. */
export function pasteCells(
  canvas: SampleCanvas,
  cutouts: readonly CellCutout[],
  paste: { readonly count: number; readonly scale: number; readonly random: RandomSource },
): void {
  const { random } = paste;
  /** one look for all cells of a sample, as one patient's blasts resemble each other */
  const alike = random.chance(0.5) ? random.index(cutouts.length) : undefined;
  const commonSide = detectorRedCellPx * paste.scale * random.logUniform(1.1, 2.2);
  let previous: PixelBox | undefined;
  for (let i = 0; i < paste.count; i += 1) {
    const cutout = cutouts[alike ?? random.index(cutouts.length)];
    if (cutout === undefined) return;
    const side = commonSide * random.logUniform(0.85, 1.18);
    const aspect = random.logUniform(0.85, 1.18) * Math.sqrt(cutout.box.widthPx / cutout.box.heightPx);
    const size = { widthPx: Math.round(side * aspect), heightPx: Math.round(side / aspect) };
    const box = choosePlace(canvas, { size, previous: random.chance(0.65) ? previous : undefined, random });
    if (box === undefined) continue;
    pasteOne(canvas, cutout, { box, random });
    previous = box;
  }
}

/** A free place: touching the previous cell, or anywhere. Undefined when ten tries found none. */
function choosePlace(
  canvas: SampleCanvas,
  wish: {
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    readonly previous: PixelBox | undefined;
    readonly random: RandomSource;
  },
): PixelBox | undefined {
  const { size, previous, random } = wish;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    let centreX = random.uniform(0, canvas.sidePx);
    let centreY = random.uniform(0, canvas.sidePx);
    if (previous !== undefined) {
      const angle = random.uniform(0, 2 * Math.PI);
      const reach = random.uniform(0.86, 1.06) / 2;
      centreX =
        previous.xPx + previous.widthPx / 2 + Math.cos(angle) * reach * (previous.widthPx + size.widthPx);
      centreY =
        previous.yPx + previous.heightPx / 2 + Math.sin(angle) * reach * (previous.heightPx + size.heightPx);
    }
    const box = {
      xPx: Math.round(centreX - size.widthPx / 2),
      yPx: Math.round(centreY - size.heightPx / 2),
      ...size,
    };
    const frame = { xPx: 0, yPx: 0, widthPx: canvas.sidePx, heightPx: canvas.sidePx };
    const hidden = canvas.whiteCells.some(
      (other) => visibleShare(other, box) > 0.22 || visibleShare(box, other) > 0.3,
    );
    const centre = Math.floor(centreY) * canvas.sidePx + Math.floor(centreX);
    const onField = visibleShare(box, frame) > 0.35 && canvas.covered[centre] !== 0;
    if (!hidden && onField) return box;
  }
  return undefined;
}

function pasteOne(
  canvas: SampleCanvas,
  cutout: CellCutout,
  at: { readonly box: PixelBox; readonly random: RandomSource },
): void {
  const { box, random } = at;
  const margin = 1 + feather / 2;
  const wide = {
    xPx: cutout.box.xPx - (cutout.box.widthPx * (margin - 1)) / 2,
    yPx: cutout.box.yPx - (cutout.box.heightPx * (margin - 1)) / 2,
    widthPx: cutout.box.widthPx * margin,
    heightPx: cutout.box.heightPx * margin,
  };
  const size = { widthPx: Math.round(box.widthPx * margin), heightPx: Math.round(box.heightPx * margin) };
  const cell = resampleWindow(cutout.raster, wide, size);
  const offsetX = box.xPx - Math.round((size.widthPx - box.widthPx) / 2);
  const offsetY = box.yPx - Math.round((size.heightPx - box.heightPx) / 2);
  blendEllipse(canvas, cell, {
    offsetX,
    offsetY,
    mirrorX: random.chance(0.5),
    mirrorY: random.chance(0.5),
    gain: random.logUniform(0.85, 1.15),
  });
  const frame = { xPx: 0, yPx: 0, widthPx: canvas.sidePx, heightPx: canvas.sidePx };
  const clipped = clipBox(box, frame);
  if (clipped === undefined) return;
  canvas.redCells = canvas.redCells.filter((other) => visibleShare(other, box) < 0.5);
  canvas.unknown = canvas.unknown.filter((other) => visibleShare(other, box) < 0.5);
  canvas.whiteCells.push(clipped);
}

function blendEllipse(
  canvas: SampleCanvas,
  cell: RgbRaster,
  how: {
    readonly offsetX: number;
    readonly offsetY: number;
    readonly mirrorX: boolean;
    readonly mirrorY: boolean;
    readonly gain: number;
  },
): void {
  for (let y = 0; y < cell.heightPx; y += 1) {
    const toY = how.offsetY + y;
    if (toY < 0 || toY >= canvas.sidePx) continue;
    const sourceY = how.mirrorY ? cell.heightPx - 1 - y : y;
    const awayY = Math.abs((2 * y + 1) / cell.heightPx - 1) ** 2.05;
    for (let x = 0; x < cell.widthPx; x += 1) {
      const toX = how.offsetX + x;
      if (toX < 0 || toX >= canvas.sidePx) continue;
      const away = Math.abs((2 * x + 1) / cell.widthPx - 1) ** 2.05 + awayY;
      const opacity = Math.min(1, Math.max(0, (1 - away) / (2 * feather) + 0.3));
      if (opacity === 0) continue;
      const source = (sourceY * cell.widthPx + (how.mirrorX ? cell.widthPx - 1 - x : x)) * 3;
      const to = toY * canvas.sidePx + toX;
      canvas.covered[to] = 1;
      for (let channel = 0; channel < 3; channel += 1) {
        const under = canvas.pixels[to * 3 + channel] as number;
        const over = Math.min(255, (cell.data[source + channel] as number) * how.gain);
        canvas.pixels[to * 3 + channel] = under + opacity * (over - under);
      }
    }
  }
}
