import type { RgbRaster } from './raster.ts';

/** @returns 15 numbers, 0..255: mean, deviation, 10th, 50th and 90th percentile of red, green, blue */
export function computeColourStatistics(field: RgbRaster): number[] {
  const pixelCount = field.widthPx * field.heightPx;
  return [0, 1, 2].flatMap((channel) => {
    const histogram = new Float64Array(256);
    for (let i = channel; i < field.data.length; i += 3) {
      const level = field.data[i] as number;
      histogram[level] = (histogram[level] ?? 0) + 1;
    }
    const mean = histogram.reduce((sum, count, level) => sum + count * level, 0) / pixelCount;
    const variance =
      histogram.reduce((sum, count, level) => sum + count * (level - mean) ** 2, 0) / pixelCount;
    return [
      mean,
      Math.sqrt(variance),
      ...[0.1, 0.5, 0.9].map((share) => levelAt(histogram, share * pixelCount)),
    ];
  });
}

function levelAt(histogram: Float64Array, rank: number): number {
  let seen = 0;
  return histogram.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
}
