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

/** The canvases over the picture, from the lowest: each is shown only while something is on it, because every one costs
 *  time in every frame. */
interface Layers {
  readonly heat: HTMLCanvasElement;
  /** larger than the view, moved with it */
  readonly cells: HTMLCanvasElement;
  /** what is selected, edited, drawn */
  readonly marks: HTMLCanvasElement;
}

const changesOfView = ['update-viewport', 'resize', 'open', 'flip', 'rotate'] as const;

/** Keeps canvases over the picture and under the small map: drawn once a frame when the view or the cells have
 *  changed. */
export function useCellLayer(viewer: Viewer | undefined, state: CellLayerState): void {
  const newest = useRef(state);
  const redraw = useRef<() => void>(() => undefined);
  newest.current = state;
  useEffect(() => redraw.current());
  useEffect(() => {
    if (viewer === undefined) return undefined;
    const layers = { heat: createLayer(), cells: createLayer(), marks: createLayer() };
    layers.cells.style.willChange = 'transform';
    viewer.canvas.append(layers.heat, layers.cells, layers.marks);
    let frame: number | undefined;
    let isMoving = false;
    let painted: PaintedCells | undefined;
    const draw = () => {
      frame = undefined;
      painted = drawLayers(layers, viewer, { state: newest.current, isMoving, painted });
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
      for (const layer of Object.values(layers)) layer.remove();
    };
  }, [viewer]);
}

function createLayer(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', display: 'none' });
  canvas.style.pointerEvents = 'none';
  canvas.style.transformOrigin = '0 0';
  return canvas;
}

/** Of the view, in pixels of the device. */
interface ViewSize {
  readonly width: number;
  readonly height: number;
}

function drawLayers(
  layers: Layers,
  viewer: Viewer,
  given: {
    readonly state: CellLayerState;
    readonly isMoving: boolean;
    readonly painted: PaintedCells | undefined;
  },
): PaintedCells | undefined {
  const { state, isMoving, painted } = given;
  const devicePixels = window.devicePixelRatio;
  const { clientWidth, clientHeight } = viewer.canvas;
  const size = {
    width: Math.round(clientWidth * devicePixels),
    height: Math.round(clientHeight * devicePixels),
  };
  const css = readTransform(viewer);
  if (css === undefined) return undefined;
  const transform = scaled(css, devicePixels);
  const { table, index, shown, classes, heatMap, edited, sketch } = state;
  const areCellsShown = state.isVisible && table !== undefined && index !== undefined && shown !== undefined;
  drawOn(layers.heat, size, heatMap && ((context) => drawHeat(context, transform, viewer, heatMap)));
  const isMarked = areCellsShown && (state.hoveredRow !== undefined || state.selectedRows.length > 0);
  const hasMarks = isMarked || edited !== undefined || sketch !== undefined;
  const drawAllMarks = (context: CanvasRenderingContext2D) => {
    if (isMarked) drawMarks(context, transform, { ...state, table });
    if (edited !== undefined) drawHandles(context, transform, edited);
    if (sketch !== undefined) drawSketch(context, transform, sketch);
  };
  drawOn(layers.marks, size, hasMarks ? drawAllMarks : undefined);
  layers.cells.style.display = areCellsShown ? 'block' : 'none';
  if (!areCellsShown) return painted;
  const scene = { table, index, shown, classes };
  const placed = showCells(layers.cells, transform, { scene, painted, ...size, isMoving });
  const { x, y, ratio } = placed.place;
  layers.cells.style.transform = `translate(${x / devicePixels}px, ${y / devicePixels}px) scale(${ratio / devicePixels})`;
  return placed.painted;
}

/** Draws a layer of the size of the view anew, or takes it out of sight when there is nothing to draw. */
function drawOn(
  canvas: HTMLCanvasElement,
  { width, height }: ViewSize,
  draw: ((context: CanvasRenderingContext2D) => void) | undefined,
): void {
  canvas.style.display = draw === undefined ? 'none' : 'block';
  if (draw === undefined) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.width = `${width / window.devicePixelRatio}px`;
  canvas.style.height = `${height / window.devicePixelRatio}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  draw(context);
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
