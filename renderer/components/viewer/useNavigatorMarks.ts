import { useEffect } from 'react';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { LeftOutField } from '../../../main/domain/scan.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';

/** Marks in the small map: where cells lie, and which fields were left out because they are out of focus. */
export function useNavigatorMarks(
  viewer: Viewer | undefined,
  table: CellTable | undefined,
  leftOut: readonly LeftOutField[],
): void {
  useEffect(() => {
    const map = viewer?.navigator as unknown as Viewer | undefined;
    if (viewer === undefined || map === undefined) return undefined;
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
    map.element.append(canvas);
    let frame: number | undefined;
    const draw = () => {
      frame = undefined;
      paintMarks(canvas, map, { table, leftOut });
    };
    const request = () => {
      frame ??= requestAnimationFrame(draw);
    };
    const events = ['open', 'rotate', 'flip', 'resize', 'animation-finish'] as const;
    for (const event of events) map.addHandler(event, request);
    viewer.addHandler('animation-finish', request);
    request();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      for (const event of events) map.removeHandler(event, request);
      viewer.removeHandler('animation-finish', request);
      canvas.remove();
    };
  }, [viewer, table, leftOut]);
}

function paintMarks(
  canvas: HTMLCanvasElement,
  map: Viewer,
  given: { readonly table: CellTable | undefined; readonly leftOut: readonly LeftOutField[] },
): void {
  const { table, leftOut } = given;
  canvas.width = map.element.clientWidth;
  canvas.height = map.element.clientHeight;
  const context = canvas.getContext('2d');
  const transform = readTransform(map);
  if (context === null || transform === undefined) return;
  const { a, b, c, d, e, f, scale } = transform;
  context.setTransform(a, b, c, d, e, f);
  for (const { xPx, yPx, widthPx, heightPx } of leftOut) {
    context.fillStyle = 'rgba(20,20,20,0.45)';
    context.fillRect(xPx, yPx, widthPx, heightPx);
    context.strokeStyle = '#F2B95C';
    context.lineWidth = 1 / scale;
    context.beginPath();
    context.rect(xPx, yPx, widthPx, heightPx);
    context.moveTo(xPx, yPx);
    context.lineTo(xPx + widthPx, yPx + heightPx);
    context.stroke();
  }
  if (table === undefined) return;
  // see-through dots: where many lie it is darker
  context.fillStyle = 'rgba(11,60,120,0.4)';
  const size = 1.6 / scale;
  for (let row = 0; row < table.count; row += 1)
    context.fillRect(
      (table.xPx[row] ?? 0) + (table.widthPx[row] ?? 0) / 2 - size / 2,
      (table.yPx[row] ?? 0) + (table.heightPx[row] ?? 0) / 2 - size / 2,
      size,
      size,
    );
}
