import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';
import type { CellIndex } from './cellIndex.ts';
import { drawCells } from './drawCells.ts';
import { type SlideTransform, visibleRectangle } from './slideTransform.ts';

/** The cells that are shown, whatever is selected. */
interface ShownCells {
  readonly table: CellTable;
  readonly index: CellIndex;
  /** 1 for rows that the filter shows */
  readonly shown: Uint8Array;
  readonly classes: ClassSettings;
}

/** Cells painted once, with a margin around the view, so that a view that moves only moves a picture. */
export interface PaintedCells {
  /** of the picture, its margin included */
  readonly transform: SlideTransform;
  readonly width: number;
  readonly height: number;
  readonly scene: ShownCells;
}

/** Margin on each side, as a part of the view. */
const marginPart = 0.3;
/** A picture that would be seen larger or smaller than this is painted anew. */
const scaleRange = { least: 0.7, most: 1.5 } as const;

/** Keeps a canvas painted with the cells of a view, larger than the view: anew only when the cells have changed, the view
 *  has left it, or it would be seen too large, too small, or, while nothing moves, not sharp.
 *  @param transform of device pixels of the view
 *  @returns what is painted, to be handed in at the next frame, and where the canvas lies in the view */
export function showCells(
  canvas: HTMLCanvasElement,
  transform: SlideTransform,
  given: {
    readonly scene: ShownCells;
    readonly painted: PaintedCells | undefined;
    readonly width: number;
    readonly height: number;
    readonly isMoving: boolean;
  },
): { readonly painted: PaintedCells; readonly place: PicturePlace } {
  const { scene, painted, width, height, isMoving } = given;
  if (painted !== undefined && isSameScene(painted.scene, scene)) {
    const place = placeOf(painted.transform, transform);
    const isSharp = place?.ratio === 1;
    if (place !== undefined && (isSharp || isMoving) && coversView(painted, place, width, height))
      return { painted, place };
  }
  const [marginX, marginY] = [Math.round(width * marginPart), Math.round(height * marginPart)];
  const size = { width: width + 2 * marginX, height: height + 2 * marginY };
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  const shifted = { ...transform, e: transform.e + marginX, f: transform.f + marginY };
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    drawCells(context, shifted, { ...scene, rows: rowsIn(scene, shifted, size.width, size.height) });
  }
  return { painted: { ...size, transform: shifted, scene }, place: { x: -marginX, y: -marginY, ratio: 1 } };
}

function rowsIn(
  { index, shown }: ShownCells,
  transform: SlideTransform,
  width: number,
  height: number,
): readonly number[] {
  const { left, top, right, lower } = visibleRectangle(transform, width, height);
  return index.search(left, top, right, lower).filter((row) => shown[row] === 1);
}

function isSameScene(a: ShownCells, b: ShownCells): boolean {
  return a.table === b.table && a.shown === b.shown && a.classes === b.classes;
}

/** Where a picture lies in the view now, in device pixels. */
export interface PicturePlace {
  readonly x: number;
  readonly y: number;
  /** its size now to that when it was painted */
  readonly ratio: number;
}

/** @returns undefined when the view was turned or mirrored since, or is far closer or farther */
export function placeOf(painted: SlideTransform, now: SlideTransform): PicturePlace | undefined {
  const exact = now.scale / painted.scale;
  // rounding of the viewer's springs is no zoom
  const ratio = Math.abs(exact - 1) < 1e-6 ? 1 : exact;
  const isParallel =
    Math.abs(painted.a * now.b - painted.b * now.a) < 1e-9 && painted.a * now.a + painted.b * now.b > 0;
  const isSameSide =
    Math.sign(painted.a * painted.d - painted.b * painted.c) === Math.sign(now.a * now.d - now.b * now.c);
  if (!isParallel || !isSameSide || ratio < scaleRange.least || ratio > scaleRange.most) return undefined;
  return { x: now.e - painted.e * ratio, y: now.f - painted.f * ratio, ratio };
}

/** Whether nothing of the view is beyond the picture. */
export function coversView(
  picture: { readonly width: number; readonly height: number },
  { x, y, ratio }: PicturePlace,
  width: number,
  height: number,
): boolean {
  return x <= 0 && y <= 0 && x + picture.width * ratio >= width && y + picture.height * ratio >= height;
}
