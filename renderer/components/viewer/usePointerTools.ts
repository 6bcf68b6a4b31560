import { type PointerEvent, useRef, useState } from 'react';
import type { PixelBox } from '../../../main/domain/cell.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { type CutLine, cutLineAt } from './cutBox.ts';
import { type BoxGrip, boxOfCorners, draggedBox, gripAt, leastEdgePx } from './geometry.ts';
import { type Point, toSlide } from './slideTransform.ts';

export type ViewerTool = 'select' | 'draw' | 'lasso' | 'split';

/** What the pointer does to cells. Points and boxes are in slide pixels. */
export interface PointerActions {
  readonly click: (at: Point, event: { readonly isAdding: boolean }) => void;
  /** @param at undefined: the pointer has left the slide */
  readonly hover: (at: Point | undefined) => void;
  readonly draw: (box: PixelBox) => void;
  readonly lasso: (polygon: readonly Point[]) => void;
  readonly reshape: (box: PixelBox) => void;
  /** @param line as it was drawn, or across the longer side where the cell was clicked */
  readonly cut: (line: CutLine) => void;
}

type Gesture =
  | { readonly kind: 'press' }
  | { readonly kind: 'box' | 'select-box' | 'cut'; readonly from: Point }
  | { readonly kind: 'lasso'; readonly points: Point[] }
  | { readonly kind: 'reshape'; readonly grip: BoxGrip; readonly box: PixelBox; readonly from: Point };

/** The pointer has to move so far on the screen before a press is a drag. */
const leastDragPx = 4;
const handleReachPx = 9;

interface Held {
  readonly gesture: Gesture;
  readonly screen: Point;
  isDrag: boolean;
}

/** Reads clicks, boxes, lassos and handles; what it does not take moves the slide.
 *  @param editable the box of the one selected cell */
export function usePointerTools(given: {
  readonly viewer: Viewer | undefined;
  readonly tool: ViewerTool;
  readonly editable: PixelBox | undefined;
  readonly actions: PointerActions;
}) {
  const { viewer, tool, editable, actions } = given;
  const held = useRef<Held | undefined>(undefined);
  const [sketch, setSketch] = useState<readonly Point[] | undefined>();
  const [dragged, setDragged] = useState<PixelBox | undefined>();
  const [aim, setAim] = useState<Point | undefined>();

  const placeOf = (event: PointerEvent): { at: Point; scale: number; screen: Point } | undefined => {
    const transform = viewer && readTransform(viewer);
    if (transform === undefined) return undefined;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const screen = { x: event.clientX - left, y: event.clientY - top };
    return { at: toSlide(transform, screen), scale: transform.scale, screen };
  };

  const gestureOf = (event: PointerEvent, at: Point, scale: number): Gesture => {
    if (tool === 'draw') return { kind: 'box', from: at };
    if (tool === 'split') return { kind: 'cut', from: at };
    if (tool === 'lasso') return { kind: 'lasso', points: [at] };
    if (event.shiftKey) return { kind: 'select-box', from: at };
    const grip = editable && gripAt(editable, at, handleReachPx / scale);
    // a cell is moved with Alt alone: who drags the slide by a cell must not move the cell
    if (editable !== undefined && grip !== undefined && (grip !== 'inside' || event.altKey))
      return { kind: 'reshape', grip, box: editable, from: at };
    return { kind: 'press' };
  };

  const press = (event: PointerEvent) => {
    const place = placeOf(event);
    if (place === undefined || event.button !== 0 || isOnNavigator(event)) return;
    const gesture = gestureOf(event, place.at, place.scale);
    held.current = { gesture, screen: place.screen, isDrag: false };
    if (gesture.kind === 'press') return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  const move = (event: PointerEvent) => {
    const place = placeOf(event);
    if (place === undefined) return;
    const now = held.current;
    if (tool === 'split') setAim(place.at);
    if (now === undefined) {
      actions.hover(isOnNavigator(event) ? undefined : place.at);
      return;
    }
    const { gesture, screen } = now;
    const isFar = Math.hypot(place.screen.x - screen.x, place.screen.y - screen.y) >= leastDragPx;
    if (!now.isDrag && isFar) {
      now.isDrag = true;
      // what lies under the pointer moves with the slide: it is told again when the slide is let go
      if (gesture.kind === 'press') actions.hover(undefined);
    }
    if (gesture.kind === 'press' || !now.isDrag) return;
    event.stopPropagation();
    if (gesture.kind === 'lasso') {
      gesture.points.push(place.at);
      setSketch([...gesture.points]);
    } else if (gesture.kind === 'reshape') setDragged(reshapedBox(gesture, place.at));
    else if (gesture.kind === 'cut') setSketch([gesture.from, place.at]);
    else setSketch(cornersOf(boxOfCorners(gesture.from, place.at)));
  };

  const release = (event: PointerEvent) => {
    const now = held.current;
    held.current = undefined;
    setSketch(undefined);
    setDragged(undefined);
    const place = placeOf(event);
    if (now === undefined || place === undefined || event.type === 'pointercancel') return;
    const { gesture, isDrag } = now;
    if (gesture.kind !== 'press') event.stopPropagation();
    if (!isDrag) {
      const line = gesture.kind === 'cut' && editable ? cutLineAt(editable, place.at) : undefined;
      if (line !== undefined) actions.cut(line);
      else if (gesture.kind !== 'box' && gesture.kind !== 'lasso')
        actions.click(place.at, { isAdding: event.shiftKey || event.ctrlKey || event.metaKey });
      return;
    }
    if (gesture.kind === 'cut') actions.cut({ from: gesture.from, to: place.at });
    else if (gesture.kind === 'lasso') actions.lasso([...gesture.points, place.at]);
    else if (gesture.kind === 'select-box') actions.lasso(cornersOf(boxOfCorners(gesture.from, place.at)));
    else if (gesture.kind === 'box') {
      const box = boxOfCorners(gesture.from, place.at);
      if (box.widthPx >= leastEdgePx && box.heightPx >= leastEdgePx) actions.draw(box);
    } else if (gesture.kind === 'reshape') actions.reshape(reshapedBox(gesture, place.at));
  };

  const aimed = tool === 'split' && editable && aim ? cutLineAt(editable, aim) : undefined;
  return {
    sketch: sketch ?? (aimed && [aimed.from, aimed.to]),
    dragged,
    handlers: {
      onPointerDownCapture: press,
      onPointerMoveCapture: move,
      onPointerUpCapture: release,
      onPointerCancelCapture: release,
      onPointerLeave: () => {
        if (held.current === undefined) actions.hover(undefined);
      },
    },
  };
}

function reshapedBox({ box, grip, from }: Gesture & { readonly kind: 'reshape' }, at: Point): PixelBox {
  return draggedBox(box, grip, { x: at.x - from.x, y: at.y - from.y });
}

function isOnNavigator(event: PointerEvent): boolean {
  return event.target instanceof Element && event.target.closest('.navigator') !== null;
}

function cornersOf({ xPx, yPx, widthPx, heightPx }: PixelBox): readonly Point[] {
  return [
    { x: xPx, y: yPx },
    { x: xPx + widthPx, y: yPx },
    { x: xPx + widthPx, y: yPx + heightPx },
    { x: xPx, y: yPx + heightPx },
  ];
}
