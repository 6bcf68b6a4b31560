import { useEffect, useRef } from 'react';
import type { PixelBox } from '../../../main/domain/cell.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';
import type { CellIndex } from './cellIndex.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { drawCells, drawHandles } from './drawCells.ts';
import type { HeatMap } from './heatMap.ts';
import { heatColour } from './heatMap.ts';
import { type Point, type SlideTransform, visibleRectangle } from './slideTransform.ts';

/** What lies over the slide, as it is now. */
export interface CellLayerState {
  readonly table: CellTable | undefined;
  readonly index: CellIndex | undefined;
  readonly shown: Uint8Array | undefined;
  readonly classes: ClassSettings;
  readonly selectedIds: ReadonlySet<number>;
  readonly hoveredRow: number | undefined;
  readonly isVisible: boolean;
  readonly heatMap: HeatMap | undefined;
  /** the selected cell with handles, as it is dragged */
  readonly edited: PixelBox | undefined;
  /** a box or lasso that is being drawn, slide pixels */
  readonly sketch: readonly Point[] | undefined;
}

/** More dots than this are painted once and moved as one picture while the view moves. */
const mostLiveDots = 8000;

const layerStyle = {
  position: 'absolute',
  inset: '0',
  width: '100%',
  height: '100%',
  pointerEvents: 'none',
} as const;

interface PaintedDots {
  readonly canvas: HTMLCanvasElement;
  readonly transform: SlideTransform;
  readonly state: CellLayerState;
}

/** Keeps a canvas over the picture and under the small map: drawn once a frame when the view or the cells have
 *  changed. */
export function useCellLayer(viewer: Viewer | undefined, state: CellLayerState): void {
  const newest = useRef(state);
  const redraw = useRef<() => void>(() => undefined);
  newest.current = state;
  useEffect(() => redraw.current());
  useEffect(() => {
    if (viewer === undefined) return undefined;
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, layerStyle);
    viewer.canvas.append(canvas);
    let frame: number | undefined;
    let isMoving = false;
    let dots: PaintedDots | undefined;
    const draw = () => {
      frame = undefined;
      dots = drawLayer(canvas, viewer, { state: newest.current, isMoving, dots });
    };
    const request = () => {
      frame ??= requestAnimationFrame(draw);
    };
    const start = () => {
      isMoving = true;
    };
    const finish = () => {
      isMoving = false;
      request();
    };
    redraw.current = request;
    viewer.addHandler('update-viewport', request);
    viewer.addHandler('animation-start', start);
    viewer.addHandler('animation-finish', finish);
    viewer.addHandler('resize', request);
    viewer.addHandler('open', request);
    viewer.addHandler('flip', request);
    viewer.addHandler('rotate', request);
    request();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      redraw.current = () => undefined;
      viewer.removeHandler('update-viewport', request);
      viewer.removeHandler('animation-start', start);
      viewer.removeHandler('animation-finish', finish);
      viewer.removeHandler('resize', request);
      viewer.removeHandler('open', request);
      viewer.removeHandler('flip', request);
      viewer.removeHandler('rotate', request);
      canvas.remove();
    };
  }, [viewer]);
}

function drawLayer(
  canvas: HTMLCanvasElement,
  viewer: Viewer,
  given: {
    readonly state: CellLayerState;
    readonly isMoving: boolean;
    readonly dots: PaintedDots | undefined;
  },
): PaintedDots | undefined {
  const { state, isMoving } = given;
  const { clientWidth, clientHeight } = canvas;
  const devicePixels = window.devicePixelRatio;
  const [width, height] = [Math.round(clientWidth * devicePixels), Math.round(clientHeight * devicePixels)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  const css = readTransform(viewer);
  if (context === null || css === undefined) return undefined;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const transform = scaled(css, devicePixels);
  if (state.heatMap !== undefined) drawHeat(context, transform, viewer, state.heatMap);
  const dots = state.isVisible
    ? drawTable(context, transform, { ...given, width, height, isMoving })
    : undefined;
  if (state.edited !== undefined) drawHandles(context, transform, state.edited);
  if (state.sketch !== undefined) drawSketch(context, transform, state.sketch);
  return dots;
}

function drawTable(
  context: CanvasRenderingContext2D,
  transform: SlideTransform,
  given: {
    readonly state: CellLayerState;
    readonly dots: PaintedDots | undefined;
    readonly isMoving: boolean;
    readonly width: number;
    readonly height: number;
  },
): PaintedDots | undefined {
  const { state, width, height, isMoving } = given;
  const { table, index, shown, classes, selectedIds, hoveredRow } = state;
  if (table === undefined || index === undefined || shown === undefined) return undefined;
  const painted = given.dots;
  if (
    painted !== undefined &&
    isMoving &&
    isSameScene(painted.state, state) &&
    isNear(painted.transform, transform)
  ) {
    movePainted(context, painted, transform);
    return painted;
  }
  const { left, top, right, lower } = visibleRectangle(transform, width, height);
  const rows = index.search(left, top, right, lower).filter((row) => shown[row] === 1);
  const scene = { table, rows, classes, selected: selectedIds, hovered: hoveredRow };
  if (rows.length <= mostLiveDots) {
    drawCells(context, transform, scene);
    return undefined;
  }
  const canvas = painted?.canvas ?? document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const own = canvas.getContext('2d');
  if (own === null) return undefined;
  drawCells(own, transform, scene);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(canvas, 0, 0);
  return { canvas, transform, state };
}

function isSameScene(a: CellLayerState, b: CellLayerState): boolean {
  return (
    a.table === b.table && a.shown === b.shown && a.classes === b.classes && a.selectedIds === b.selectedIds
  );
}

/** Turned or mirrored dots are painted anew; so are those that would be seen much larger or smaller. */
function isNear(painted: SlideTransform, now: SlideTransform): boolean {
  const ratio = now.scale / painted.scale;
  const isParallel = Math.abs(painted.a * now.b - painted.b * now.a) < 1e-9 && painted.a * now.a >= 0;
  return isParallel && ratio > 0.6 && ratio < 1.7;
}

function movePainted(context: CanvasRenderingContext2D, painted: PaintedDots, now: SlideTransform): void {
  const ratio = now.scale / painted.transform.scale;
  const [x, y] = [now.e - painted.transform.e * ratio, now.f - painted.transform.f * ratio];
  context.setTransform(ratio, 0, 0, ratio, x, y);
  context.drawImage(painted.canvas, 0, 0);
}

function scaled(transform: SlideTransform, factor: number): SlideTransform {
  const { a, b, c, d, e, f, scale } = transform;
  return {
    a: a * factor,
    b: b * factor,
    c: c * factor,
    d: d * factor,
    e: e * factor,
    f: f * factor,
    scale: scale * factor,
  };
}

const heatPictures = new WeakMap<HeatMap, HTMLCanvasElement>();

function drawHeat(
  context: CanvasRenderingContext2D,
  { a, b, c, d, e, f }: SlideTransform,
  viewer: Viewer,
  heat: HeatMap,
): void {
  const size = viewer.world.getItemAt(0)?.getContentSize();
  if (size === undefined) return;
  const picture = heatPictures.get(heat) ?? paintHeat(heat);
  heatPictures.set(heat, picture);
  const binPx = Math.max(size.x, size.y) / Math.max(heat.columns, heat.rows);
  context.save();
  context.setTransform(a, b, c, d, e, f);
  context.imageSmoothingEnabled = true;
  context.drawImage(picture, 0, 0, heat.columns * binPx, heat.rows * binPx);
  context.restore();
}

function paintHeat({ columns, rows, values }: HeatMap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const pixels = new ImageData(columns, rows);
  for (const [at, value] of values.entries()) {
    const [red, green, blue] = heatColour(value);
    pixels.data.set([red, green, blue, Math.round(210 * Math.sqrt(value))], at * 4);
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

function drawSketch(
  context: CanvasRenderingContext2D,
  { a, b, c, d, e, f, scale }: SlideTransform,
  points: readonly Point[],
): void {
  context.save();
  context.setTransform(a, b, c, d, e, f);
  context.beginPath();
  for (const [at, { x, y }] of points.entries()) {
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
  for (const [colour, width] of [
    ['rgba(0,0,0,0.75)', 4],
    ['#FFE14D', 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (width * window.devicePixelRatio) / scale;
    context.stroke();
  }
  context.restore();
}
