import type { RgbRaster } from '../../main/domain/raster.ts';
import { resampleWindow } from '../../main/pixels/resample.ts';

/** A picture's looks: itself at 12 by 12 pixels, uint8 [12, 12, 3]. */
export function fingerprint(image: RgbRaster): Uint8Array {
  const whole = { xPx: 0, yPx: 0, widthPx: image.widthPx, heightPx: image.heightPx };
  return resampleWindow(image, whole, { widthPx: 12, heightPx: 12 }).data;
}

/** Mean difference of levels below which two pictures are one: between BCCD and TXL-PBC the same picture differs
 *  by less than 1 after another size and compression, and different ones by more than 6. */
const sameBelow = 3;

/** Whether two pictures show the same, whatever their size and compression. */
export function isSamePicture(a: Uint8Array, b: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum < sameBelow * a.length;
}
