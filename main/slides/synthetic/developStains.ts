import { normalNumber, type Random } from '../../domain/randomNumbers.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { StainLayers } from './stainLayers.ts';
import type { StainPalette } from './stainPalette.ts';
import { createTexture } from './texture.ts';

/** What a camera sees of the stains: light falling off from a bright spot, each absorber taking its share
 *  (Beer-Lambert), the lens's blur, the sensor's noise. */
export function developStains(layers: StainLayers, palette: StainPalette, random: Random): RgbRaster {
  const { widthPx, heightPx } = layers;
  const light = createLight(layers, random);
  const noise = createNoise(random);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (const channel of [0, 1, 2] as const) {
    const plane = transmit(layers, palette, { channel, light });
    blurPlane(plane, widthPx, heightPx);
    for (let index = 0; index < plane.length; index += 1)
      data[index * 3 + channel] = Math.min(255, Math.max(0, (plane[index] as number) + noise() + 0.5));
  }
  return { widthPx, heightPx, data };
}

/** Brightness of the lamp at each pixel, 0..1, in rows as the layers. */
function createLight({ widthPx, heightPx }: StainLayers, random: Random): Float32Array {
  const [brightX, brightY] = [widthPx * (0.4 + 0.2 * random()), heightPx * (0.4 + 0.2 * random())];
  const falloff = 0.05 + 0.04 * random();
  const reach = Math.hypot(widthPx, heightPx) / 2;
  const stain = createTexture(random, reach / 3);
  const light = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) {
      const away = Math.hypot(x - brightX, y - brightY) / reach;
      light[y * widthPx + x] = 1 - falloff * away * away + 0.008 * (stain(x, y) - 1);
    }
  return light;
}

function transmit(
  layers: StainLayers,
  palette: StainPalette,
  { channel, light }: { readonly channel: 0 | 1 | 2; readonly light: Float32Array },
): Float32Array {
  const background = palette.background[channel];
  const [haemoglobin, chromatin, basophilia, eosin] = [
    palette.haemoglobin[channel],
    palette.chromatin[channel],
    palette.basophilia[channel],
    palette.eosin[channel],
  ];
  return light.map((brightness, index) => {
    const absorbed =
      (layers.haemoglobin[index] as number) * haemoglobin +
      (layers.chromatin[index] as number) * chromatin +
      (layers.basophilia[index] as number) * basophilia +
      (layers.eosin[index] as number) * eosin;
    return brightness * background * Math.exp(-absorbed);
  });
}

/** Binomial blur, 1-2-1 across and down, in place; the outermost pixels stay. */
function blurPlane(plane: Float32Array, widthPx: number, heightPx: number): void {
  for (let y = 0; y < heightPx; y += 1) blurLine(plane, { first: y * widthPx, step: 1, length: widthPx });
  for (let x = 0; x < widthPx; x += 1) blurLine(plane, { first: x, step: widthPx, length: heightPx });
}

function blurLine(
  plane: Float32Array,
  { first, step, length }: { readonly first: number; readonly step: number; readonly length: number },
): void {
  let before = plane[first] as number;
  const last = first + (length - 1) * step;
  for (let index = first + step; index < last; index += step) {
    const here = plane[index] as number;
    plane[index] = (before + 2 * here + (plane[index + step] as number)) / 4;
    before = here;
  }
}

/** Sensor noise of a standard deviation of 1.6 grey values, drawn from a table of normal numbers. */
function createNoise(random: Random): () => number {
  const table = Float32Array.from({ length: 4096 }, () => 1.6 * normalNumber(random));
  return () => table[Math.floor(random() * table.length)] as number;
}
