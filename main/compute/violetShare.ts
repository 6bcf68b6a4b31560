import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';

/** How violet each pixel is, as Romanowsky stains make nuclei: (red + blue) / 2 - green, int16, -255..255. */
export function measureViolet(field: RgbRaster): Int16Array {
  const violet = new Int16Array(field.widthPx * field.heightPx);
  for (let at = 0; at < violet.length; at += 1) {
    const red = field.data[at * 3] as number;
    const green = field.data[at * 3 + 1] as number;
    const blue = field.data[at * 3 + 2] as number;
    violet[at] = (red + blue) / 2 - green;
  }
  return violet;
}

/** How much darker each pixel is in green than the field's bright ground (its 95th percentile), int16. */
export function measureDarkness(field: RgbRaster): Int16Array {
  const green = Int16Array.from(
    { length: field.widthPx * field.heightPx },
    (_, at) => field.data[at * 3 + 1] ?? 0,
  );
  const ground = green.toSorted()[Math.floor(green.length * 0.95)] ?? 255;
  return green.map((level) => ground - level);
}

/** Levels of violet are told apart from -64 to 191; beyond that all is alike. */
const lowestLevel = -64;
const levelCount = 256;

/** The level that parts stained nuclei from the rest (Otsu 1979).
 *  @returns undefined when the two parts are less than 15 levels apart: nothing in the field is violet */
export function chooseVioletThreshold(violet: Int16Array): number | undefined {
  const histogram = new Float64Array(levelCount);
  for (const level of violet) {
    const bin = Math.min(levelCount - 1, Math.max(0, level - lowestLevel));
    histogram[bin] = (histogram[bin] as number) + 1;
  }
  const total = violet.length;
  const sum = histogram.reduce((all, count, bin) => all + count * bin, 0);
  let [below, belowSum, most, threshold, apart] = [0, 0, 0, 0, 0];
  for (let bin = 0; bin < levelCount; bin += 1) {
    below += histogram[bin] as number;
    belowSum += bin * (histogram[bin] as number);
    if (below === 0 || below === total) continue;
    const distance = (sum - belowSum) / (total - below) - belowSum / below;
    const between = below * (total - below) * distance * distance;
    if (between <= most) continue;
    [most, threshold, apart] = [between, bin + 0.5 + lowestLevel, distance];
  }
  return apart < 15 ? undefined : threshold;
}

/** Mean of a map over the ellipse inscribed in a box, its part inside the field; 0 where there is none.
 *  @param values [heightPx, widthPx] */
export function ellipseMean(
  values: Int16Array,
  field: { readonly widthPx: number; readonly heightPx: number },
  box: PixelBox,
): number {
  let count = 0;
  let sum = 0;
  const lastY = Math.min(field.heightPx, box.yPx + box.heightPx);
  const lastX = Math.min(field.widthPx, box.xPx + box.widthPx);
  for (let y = Math.max(0, Math.floor(box.yPx)); y < lastY; y += 1) {
    for (let x = Math.max(0, Math.floor(box.xPx)); x < lastX; x += 1) {
      const awayX = (2 * (x + 0.5 - box.xPx)) / box.widthPx - 1;
      const awayY = (2 * (y + 0.5 - box.yPx)) / box.heightPx - 1;
      if (awayX * awayX + awayY * awayY > 1) continue;
      count += 1;
      sum += values[y * field.widthPx + x] as number;
    }
  }
  return count === 0 ? 0 : sum / count;
}
