import { useEffect, useRef } from 'react';
import type { PixelBox } from '../../../main/domain/cell.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { heatColour } from '../../../main/domain/heatMap.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';
import type { CellIndex } from './cellIndex.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { drawHandles, drawMarks } from './drawCells.ts';
import type { HeatMap } from './heatMap.ts';
import { type PaintedCells, showCells } from './paintedCells.ts';
import type { Point, SlideTransform } from './slideTransform.ts';

/** What lies over the slide, as it is now. */
export interface CellLayerState {
  readonly table: CellTable | undefined;
  readonly index: CellIndex | undefined;
  readonly shown: Uint8Array | undefined;
  readonly classes: ClassSettings;
  readonly selectedRows: readonly number[];
  readonly hoveredRow: number | undefined;
  readonly isVisible: boolean;
  readonly heatMap: HeatMap | undefined;
  /** the selected cell with handles, as it is dragged */
  readonly edited: PixelBox | undefined;
  /** a box or lasso that is being drawn, slide pixels */
  readonly sketch: readonly Point[] | undefined;
}

const layerStyle = {
  position: 'absolute',
  inset: '0',
  width: '100%',
  height: '100%',
  pointerEvents: 'none',
} as const;

const changesOfView = ['update-viewport', 'resize', 'open', 'flip', 'rotate'] as const;

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
    let painted: PaintedCells | undefined;
    const draw = () => {
      frame = undefined;
      painted = drawLayer(canvas, viewer, { state: newest.current, isMoving, painted });
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
    const handlers = [
      ...changesOfView.map((name) => [name, request] as const),
      ['animation-start', start],
      ['animation-finish', finish],
    ] as const;
    redraw.current = request;
    for (const [name, handler] of handlers) viewer.addHandler(name, handler);
    request();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      redraw.current = () => undefined;
      for (const [name, handler] of handlers) viewer.removeHandler(name, handler);
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
    readonly painted: PaintedCells | undefined;
  },
): PaintedCells | undefined {
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
  const { table, index, shown, classes } = state;
  let { painted } = given;
  if (state.isVisible && table !== undefined && index !== undefined && shown !== undefined) {
    const scene = { table, index, shown, classes };
    painted = showCells(context, transform, { scene, painted, width, height, isMoving });
    drawMarks(context, transform, { ...state, table });
  }
  if (state.edited !== undefined) drawHandles(context, transform, state.edited);
  if (state.sketch !== undefined) drawSketch(context, transform, state.sketch);
  return painted;
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
