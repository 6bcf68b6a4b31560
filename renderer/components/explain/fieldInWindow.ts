import type { PixelBox } from '../../../main/domain/cell.ts';
import type { CellExplanation } from '../../../main/domain/cellExplanation.ts';

/** Where a box lies in a window: 0..1 is the window. */
export function inWindow(box: PixelBox, window: PixelBox): PixelBox {
  return {
    xPx: (box.xPx - window.xPx) / window.widthPx,
    yPx: (box.yPx - window.yPx) / window.heightPx,
    widthPx: box.widthPx / window.widthPx,
    heightPx: box.heightPx / window.heightPx,
  };
}

/** How far the network could see, in its window. */
export function fieldInWindow({ field, window }: Pick<CellExplanation, 'field' | 'window'>): PixelBox {
  return inWindow(field, window);
}

/** Whether the window reaches beyond the field: the rest was filled with the field's mirror image. */
export function isMirrored(explanation: Pick<CellExplanation, 'field' | 'window'>): boolean {
  const { xPx, yPx, widthPx, heightPx } = fieldInWindow(explanation);
  return xPx > 0 || yPx > 0 || xPx + widthPx < 1 || yPx + heightPx < 1;
}
