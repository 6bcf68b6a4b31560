import type { PixelBox } from '../domain/cell.ts';

/** A connected violet patch of a field. */
export interface VioletBlob {
  readonly box: PixelBox;
  readonly areaPx: number;
  /** area over that of the ellipse inscribed in the box: about 1 for one round or oval cell */
  readonly roundness: number;
}

/** Connected patches (four neighbours) of pixels more violet than the threshold after a 3 by 3 mean, holes
 *  filled by nothing: nuclei and cytoplasm of one cell hang together in the fields this is for.
 *  @param violet int16 [heightPx, widthPx] of `measureViolet` */
export function listVioletBlobs(
  violet: Int16Array,
  field: { readonly widthPx: number; readonly heightPx: number },
  threshold: number,
): readonly VioletBlob[] {
  const { widthPx, heightPx } = field;
  const todo = smoothAndThreshold(violet, field, threshold);
  const blobs: VioletBlob[] = [];
  for (let start = 0; start < todo.length; start += 1) {
    if (todo[start] === 0) continue;
    todo[start] = 0;
    const stack = [start];
    let [left, top, right, bottom, areaPx] = [widthPx, heightPx, 0, 0, 0];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % widthPx;
      const y = Math.floor(at / widthPx);
      areaPx += 1;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      for (const next of neighbours(at, x, y, field)) {
        if (todo[next] === 0) continue;
        todo[next] = 0;
        stack.push(next);
      }
    }
    const box = { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
    blobs.push({ box, areaPx, roundness: areaPx / ((Math.PI / 4) * box.widthPx * box.heightPx) });
  }
  return blobs;
}

function neighbours(
  at: number,
  x: number,
  y: number,
  field: { readonly widthPx: number; readonly heightPx: number },
): readonly number[] {
  return [
    ...(x > 0 ? [at - 1] : []),
    ...(x < field.widthPx - 1 ? [at + 1] : []),
    ...(y > 0 ? [at - field.widthPx] : []),
    ...(y < field.heightPx - 1 ? [at + field.widthPx] : []),
  ];
}

function smoothAndThreshold(
  violet: Int16Array,
  field: { readonly widthPx: number; readonly heightPx: number },
  threshold: number,
): Uint8Array {
  const { widthPx, heightPx } = field;
  const mask = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      let sum = 0;
      let count = 0;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny += 1)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx += 1) {
          sum += violet[ny * widthPx + nx] as number;
          count += 1;
        }
      mask[y * widthPx + x] = sum > threshold * count ? 1 : 0;
    }
  }
  return mask;
}
