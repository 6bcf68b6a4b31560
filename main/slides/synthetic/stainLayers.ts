import type { PixelBox } from '../../domain/cell.ts';

/** How much of each absorber lies on each pixel, 0 for none, about 1 where a structure is fully stained.
 *  Every layer is float32 [heightPx, widthPx]. */
export interface StainLayers {
  readonly widthPx: number;
  readonly heightPx: number;
  /** red cells */
  readonly haemoglobin: Float32Array;
  /** nuclei and platelets */
  readonly chromatin: Float32Array;
  /** blue cytoplasm */
  readonly basophilia: Float32Array;
  /** pink cytoplasm and granules */
  readonly eosin: Float32Array;
}

export function createStainLayers(widthPx: number, heightPx: number): StainLayers {
  const layer = () => new Float32Array(widthPx * heightPx);
  return { widthPx, heightPx, haemoglobin: layer(), chromatin: layer(), basophilia: layer(), eosin: layer() };
}

/** Visits the pixels of a box that lie on the canvas, by their centres. */
export function forEachPixel(
  layers: StainLayers,
  box: PixelBox,
  visit: (xPx: number, yPx: number, index: number) => void,
): void {
  const left = Math.max(0, Math.floor(box.xPx));
  const right = Math.min(layers.widthPx, Math.ceil(box.xPx + box.widthPx));
  const top = Math.max(0, Math.floor(box.yPx));
  const bottom = Math.min(layers.heightPx, Math.ceil(box.yPx + box.heightPx));
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) visit(x + 0.5, y + 0.5, y * layers.widthPx + x);
}

/** The square about a point. */
export function boxAround(xPx: number, yPx: number, reachPx: number): PixelBox {
  return { xPx: xPx - reachPx, yPx: yPx - reachPx, widthPx: 2 * reachPx, heightPx: 2 * reachPx };
}
