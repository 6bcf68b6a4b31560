import type { PixelBox } from '../../../main/domain/cell.ts';
import { boxAt, type CellTable } from '../../../main/domain/cellTable.ts';
import { standingNumberAt } from '../../../main/domain/countedCells.ts';
import type { ClassSettings, MarkShape } from '../../../main/domain/labSettings.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { handles } from './geometry.ts';
import type { SlideTransform } from './slideTransform.ts';

/** What is drawn over a slide. */
export interface CellScene {
  readonly table: CellTable;
  /** rows in sight that the filter shows */
  readonly rows: readonly number[];
  readonly classes: ClassSettings;
}

/** More boxes than this cannot lie side by side on a screen: shapes and broken lines would be lost in them. */
const mostDetailed = 2500;

/** A box whose edge is shorter than this on the screen is drawn as a dot. */
const leastBoxPx = 7;
/** From this edge on there is room for the shape of the class. */
const leastGlyphBoxPx = 26;
const glyphPx = 11;
const unjudgedColour = '#8A8A8A';

/** Draws boxes, or dots where they would be too small, class by class: changing the colour costs more than a line.
 *  @param transform of device pixels of the canvas */
export function drawCells(
  context: CanvasRenderingContext2D,
  transform: SlideTransform,
  scene: CellScene,
): void {
  const { table, rows, classes } = scene;
  const { a, b, c, d, e, f, scale } = transform;
  const typicalPx = rows.length === 0 ? 0 : Math.max(table.widthPx[rows[0] ?? 0] ?? 0, 1) * scale;
  const isDots = typicalPx < leastBoxPx;
  const hasRoom = typicalPx >= leastGlyphBoxPx && rows.length <= mostDetailed;
  const byClass = groupByStanding(table, rows);
  context.save();
  context.setTransform(a, b, c, d, e, f);
  for (const [index, ofClass] of byClass) {
    const colour = colourOf(classes, index);
    if (isDots) drawDots(context, { table, rows: ofClass, colour, sizePx: dotPx(typicalPx) / scale });
    else drawBoxes(context, { table, rows: ofClass, colour, scale, hasRoom });
  }
  context.restore();
  if (hasRoom)
    for (const [index, ofClass] of byClass)
      drawGlyphs(context, transform, { table, rows: ofClass, index, classes });
}

/** Marks the selected cells and the one under the pointer. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  { a, b, c, d, e, f, scale }: SlideTransform,
  marked: {
    readonly table: CellTable;
    readonly selectedRows: readonly number[];
    readonly hoveredRow: number | undefined;
  },
): void {
  const { table, selectedRows, hoveredRow } = marked;
  context.save();
  context.setTransform(a, b, c, d, e, f);
  if (hoveredRow !== undefined && hoveredRow < table.count)
    outline(context, boxAt(table, hoveredRow), { scale, isSelected: false });
  for (const row of selectedRows) outline(context, boxAt(table, row), { scale, isSelected: true });
  context.restore();
}

/** Rows of each standing verdict, in the order of `verdicts`. */
function groupByStanding(table: CellTable, rows: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const index = standingNumberAt(table, row);
    const group = groups.get(index);
    if (group === undefined) groups.set(index, [row]);
    else group.push(row);
  }
  return groups;
}

function colourOf(classes: ClassSettings, index: number): string {
  const verdict = verdicts[index];
  return verdict === undefined ? unjudgedColour : classes[verdict].colour;
}

function dotPx(typicalPx: number): number {
  return Math.max(2.5, typicalPx * 0.8);
}

interface ClassLayer {
  readonly table: CellTable;
  readonly rows: readonly number[];
  readonly colour: string;
}

function drawDots(context: CanvasRenderingContext2D, layer: ClassLayer & { readonly sizePx: number }): void {
  const { table, rows, colour, sizePx } = layer;
  context.fillStyle = colour;
  const half = sizePx / 2;
  for (const row of rows)
    context.fillRect(
      (table.xPx[row] ?? 0) + (table.widthPx[row] ?? 0) / 2 - half,
      (table.yPx[row] ?? 0) + (table.heightPx[row] ?? 0) / 2 - half,
      sizePx,
      sizePx,
    );
}

/** A reviewed cell has a thick line, one that only the model has judged a thin one, broken while nobody has seen it. */
function drawBoxes(
  context: CanvasRenderingContext2D,
  layer: ClassLayer & { readonly scale: number; readonly hasRoom: boolean },
): void {
  const { table, rows, colour, scale, hasRoom } = layer;
  context.strokeStyle = colour;
  const unit = (globalThis.devicePixelRatio ?? 1) / scale;
  const groups = { reviewed: [] as number[], seen: [] as number[], unseen: [] as number[] };
  for (const row of rows)
    if ((table.verdict[row] ?? -1) >= 0) groups.reviewed.push(row);
    else if (table.seen[row] === 1) groups.seen.push(row);
    else groups.unseen.push(row);
  const stroke = (ofGroup: readonly number[], widthPx: number, dash: readonly number[]) => {
    context.lineWidth = widthPx * unit;
    context.setLineDash(dash.map((length) => length * unit));
    for (const row of ofGroup)
      context.strokeRect(
        table.xPx[row] ?? 0,
        table.yPx[row] ?? 0,
        table.widthPx[row] ?? 0,
        table.heightPx[row] ?? 0,
      );
  };
  // dashes take long to draw: only where there is room to see them, and so few cells
  stroke(groups.unseen, 1.6, hasRoom ? [7, 4] : []);
  stroke(groups.seen, 1.6, []);
  stroke(groups.reviewed, 3, []);
  context.setLineDash([]);
}

/** The shape of the class at the upper left corner: filled when a person has judged, hollow when the model has. */
function drawGlyphs(
  context: CanvasRenderingContext2D,
  { a, b, c, d, e, f }: SlideTransform,
  layer: Omit<ClassLayer, 'colour'> & { readonly index: number; readonly classes: ClassSettings },
): void {
  const { table, rows, index, classes } = layer;
  const verdict = verdicts[index];
  if (verdict === undefined) return;
  const { shape, colour } = classes[verdict];
  const size = glyphPx * (globalThis.devicePixelRatio ?? 1);
  context.save();
  context.lineWidth = size / 6;
  for (const row of rows) {
    const [x = 0, y = 0] = [table.xPx[row], table.yPx[row]];
    context.setTransform(1, 0, 0, 1, a * x + c * y + e, b * x + d * y + f);
    context.beginPath();
    traceShape(context, shape, size / 2);
    const isReviewed = (table.verdict[row] ?? -1) >= 0;
    context.fillStyle = isReviewed ? colour : 'rgba(255,255,255,0.92)';
    context.strokeStyle = colour;
    context.fill();
    context.stroke();
  }
  context.restore();
}

/** @param reach from the middle to the edge */
function traceShape(context: CanvasRenderingContext2D, shape: MarkShape, reach: number): void {
  switch (shape) {
    case 'circle':
      context.arc(0, 0, reach, 0, 2 * Math.PI);
      return;
    case 'triangle':
      context.moveTo(0, -reach);
      context.lineTo(reach, reach * 0.85);
      context.lineTo(-reach, reach * 0.85);
      break;
    case 'square':
      context.rect(-reach * 0.85, -reach * 0.85, reach * 1.7, reach * 1.7);
      return;
    case 'diamond':
      context.moveTo(0, -reach);
      context.lineTo(reach, 0);
      context.lineTo(0, reach);
      context.lineTo(-reach, 0);
      break;
    case 'cross': {
      const arm = reach * 0.35;
      const points = [
        [-arm, -reach],
        [arm, -reach],
        [arm, -arm],
        [reach, -arm],
        [reach, arm],
        [arm, arm],
        [arm, reach],
        [-arm, reach],
        [-arm, arm],
        [-reach, arm],
        [-reach, -arm],
        [-arm, -arm],
      ] as const;
      for (const [at, [x, y]] of points.entries()) {
        if (at === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      break;
    }
    case 'dash':
      context.rect(-reach, -reach * 0.4, reach * 2, reach * 0.8);
      return;
  }
  context.closePath();
}

/** A light and a dark line: seen on every ground. */
function outline(
  context: CanvasRenderingContext2D,
  box: PixelBox,
  { scale, isSelected }: { readonly scale: number; readonly isSelected: boolean },
): void {
  const devicePixels = globalThis.devicePixelRatio ?? 1;
  const gap = (4 * devicePixels) / scale;
  const { xPx, yPx, widthPx, heightPx } = box;
  for (const [colour, width] of [
    ['rgba(0,0,0,0.8)', 4.5],
    [isSelected ? '#FFFFFF' : '#FFE14D', 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (width * devicePixels) / scale;
    context.strokeRect(xPx - gap, yPx - gap, widthPx + 2 * gap, heightPx + 2 * gap);
  }
}

/** Handles of the one selected cell. */
export function drawHandles(
  context: CanvasRenderingContext2D,
  transform: SlideTransform,
  box: PixelBox,
): void {
  const { a, b, c, d, e, f, scale } = transform;
  const size = (7 * (globalThis.devicePixelRatio ?? 1)) / scale;
  context.save();
  context.setTransform(a, b, c, d, e, f);
  context.fillStyle = '#FFFFFF';
  context.strokeStyle = '#000000';
  context.lineWidth = size / 6;
  for (const { x, y } of handles) {
    const [left, top] = [box.xPx + x * box.widthPx - size / 2, box.yPx + y * box.heightPx - size / 2];
    context.fillRect(left, top, size, size);
    context.strokeRect(left, top, size, size);
  }
  context.restore();
}
