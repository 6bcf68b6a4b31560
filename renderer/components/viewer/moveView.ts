import OpenSeadragon from 'openseadragon';
import type { PixelBox } from '../../../main/domain/cell.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { centreOf } from './geometry.ts';

/** A cell narrower than this on the screen cannot be read. */
const leastReadingPx = 56;
/** How wide a cell is shown when the view has to come closer. */
const readingPx = 110;
/** Most magnification that a step to a cell asks for, screen pixels a slide pixel. */
const mostStepScale = 2;

/** Brings a cell to the middle, closer where it could not be read. */
export function showBox(viewer: Viewer, box: PixelBox): void {
  const picture = viewer.world.getItemAt(0);
  const transform = readTransform(viewer);
  if (picture === undefined || transform === undefined) return;
  const { x, y } = centreOf(box);
  const widthOnScreenPx = Math.max(box.widthPx, box.heightPx) * transform.scale;
  if (widthOnScreenPx < leastReadingPx)
    setScale(viewer, Math.min(mostStepScale, readingPx / Math.max(box.widthPx, box.heightPx)));
  viewer.viewport.panTo(picture.imageToViewportCoordinates(x, y, true));
}

/** @param scale screen pixels a slide pixel */
export function setScale(viewer: Viewer, scale: number): void {
  const picture = viewer.world.getItemAt(0);
  if (picture !== undefined) viewer.viewport.zoomTo(picture.imageToViewportZoom(scale));
}

export function zoomBy(viewer: Viewer, factor: number): void {
  viewer.viewport.zoomBy(factor).applyConstraints();
}

/** Moves by shares of what is seen, as it is seen: turned and mirrored like the slide. */
export function panBy(viewer: Viewer, right: number, down: number): void {
  const { viewport } = viewer;
  const bounds = viewport.getBoundsNoRotate();
  const step = new OpenSeadragon.Point(
    right * bounds.width * (viewport.getFlip() ? -1 : 1),
    down * bounds.height,
  );
  viewport.panBy(step.rotate(-viewport.getRotation())).applyConstraints();
}

export function showAll(viewer: Viewer): void {
  viewer.viewport.goHome();
}

export function turn(viewer: Viewer): void {
  viewer.viewport.setRotation((viewer.viewport.getRotation() + 90) % 360);
}

export function mirror(viewer: Viewer): void {
  viewer.viewport.toggleFlip();
}
