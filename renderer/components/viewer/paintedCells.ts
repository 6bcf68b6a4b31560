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
  readonly canvas: HTMLCanvasElement;
  /** of the canvas, its margin included */
  readonly transform: SlideTransform;
  readonly scene: ShownCells;
}

/** Fewer cells are drawn anew in every frame: that costs less than a picture. */
const mostDrawnLive = 300;
/** Margin on each side, as a part of the view. */
const marginPart = 0.3;
/** A picture that would be seen larger or smaller than this is painted anew. */
const scaleRange = { least: 0.7, most: 1.5 } as const;

/** Shows the cells in a view.
 *  @param transform of device pixels of the view
 *  @returns what was painted, to be handed in at the next frame; undefined when nothing was */
export function showCells(
  context: CanvasRenderingContext2D,
  transform: SlideTransform,
  given: {
    readonly scene: ShownCells;
    readonly painted: PaintedCells | undefined;
    readonly width: number;
    readonly height: number;
    readonly isMoving: boolean;
  },
): PaintedCells | undefined {
  const { scene, painted, width, height, isMoving } = given;
  if (painted !== undefined && isSameScene(painted.scene, scene)) {
    const place = placeOf(painted.transform, transform);
    const isSharp = place?.ratio === 1;
    if (place !== undefined && (isSharp || isMoving) && coversView(painted.canvas, place, width, height)) {
      context.setTransform(place.ratio, 0, 0, place.ratio, place.x, place.y);
      context.drawImage(painted.canvas, 0, 0);
      return painted;
    }
  }
  const inView = rowsIn(scene, transform, width, height);
  if (inView.length <= mostDrawnLive) {
    drawCells(context, transform, { ...scene, rows: inView });
    return undefined;
  }
  const canvas = painted?.canvas ?? document.createElement('canvas');
  const [marginX, marginY] = [Math.round(width * marginPart), Math.round(height * marginPart)];
  canvas.width = width + 2 * marginX;
  canvas.height = height + 2 * marginY;
  const own = canvas.getContext('2d');
  if (own === null) return undefined;
  const shifted = { ...transform, e: transform.e + marginX, f: transform.f + marginY };
  drawCells(own, shifted, { ...scene, rows: rowsIn(scene, shifted, canvas.width, canvas.height) });
  context.setTransform(1, 0, 0, 1, -marginX, -marginY);
  context.drawImage(canvas, 0, 0);
  return { canvas, transform: shifted, scene };
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

/** Where a picture lies in the view now. */
interface PicturePlace {
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
