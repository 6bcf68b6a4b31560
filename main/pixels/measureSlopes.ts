import { layOutKernelMemory, pixelKernels } from './pixelKernels.ts';

/** How far the blur and the slope reach: nearer to the edge of a plane, nothing is measured. */
const reachPx = 3;

/** The squares of a plane's slopes, and what is left of them when it is blurred a little. They lie in the kernels' memory: read
 *  them before anything else of this folder is called. */
export interface PlaneSlopes {
  /** float32 [heightPx - 6, widthPx - 6]; empty of a plane that is no larger */
  readonly sharp: Float32Array;
  /** of the plane blurred by the kernel 1-4-6-4-1 over 16, whose variance is 1 px² */
  readonly blurred: Float32Array;
}

/** @param plane uint8 [heightPx, widthPx] */
export function measureSlopes(plane: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}): PlaneSlopes {
  const { widthPx, heightPx } = plane;
  if (Math.min(widthPx, heightPx) <= 2 * reachPx)
    return { sharp: new Float32Array(0), blurred: new Float32Array(0) };
  const [planeBytes, count] = [widthPx * heightPx * 4, (widthPx - 2 * reachPx) * (heightPx - 2 * reachPx)];
  const { memory, at } = layOutKernelMemory({
    levels: widthPx * heightPx,
    plane: planeBytes,
    between: planeBytes,
    blurred: planeBytes,
    sharpSlopes: count * 4,
    blurredSlopes: count * 4,
  });
  memory.bytes.set(plane.data, at.levels);
  pixelKernels.blurLevels(at.levels, widthPx, heightPx, at.plane, at.between, at.blurred);
  pixelKernels.squareSlopes(at.plane, widthPx, heightPx, reachPx, at.sharpSlopes);
  pixelKernels.squareSlopes(at.blurred, widthPx, heightPx, reachPx, at.blurredSlopes);
  const floatsAt = (place: number) => memory.floats.subarray(place / 4, place / 4 + count);
  return { sharp: floatsAt(at.sharpSlopes), blurred: floatsAt(at.blurredSlopes) };
}
