import type { SampleCanvas } from './detectorField.ts';
import type { RandomSource } from './detectorRandom.ts';

/** Recolours a sample as another stain, lamp and camera might show it: per-channel gamma and gain,
 *  saturation, hue, contrast, brightness, uneven light. Changes `canvas`. */
export function recolour(canvas: SampleCanvas, random: RandomSource): void {
  if (random.chance(0.4)) recolourRedCells(canvas, random);
  const matrix = chooseColourMatrix(random);
  const overall = 0.2 * random.normal();
  const curves = [0, 1, 2].map(() => gammaCurve(Math.exp(overall + 0.18 * random.normal())));
  const contrast = random.logUniform(0.65, 1.4);
  const brightness = 18 * random.normal();
  const offsets = [0, 1, 2].map(() => 170 * (1 - contrast) + brightness + 8 * random.normal());
  const tilt = random.chance(0.5) ? { x: 0.15 * random.normal(), y: 0.15 * random.normal() } : { x: 0, y: 0 };
  const { pixels, sidePx } = canvas;
  for (let at = 0; at < sidePx * sidePx; at += 1) {
    const light =
      contrast *
      (1 + tilt.x * ((at % sidePx) / sidePx - 0.5) + tilt.y * (Math.floor(at / sidePx) / sidePx - 0.5));
    const i = at * 3;
    const red = readCurve(curves[0] as Float32Array, pixels[i] as number);
    const green = readCurve(curves[1] as Float32Array, pixels[i + 1] as number);
    const blue = readCurve(curves[2] as Float32Array, pixels[i + 2] as number);
    for (let channel = 0; channel < 3; channel += 1) {
      const row = channel * 3;
      const mixed =
        (matrix[row] as number) * red +
        (matrix[row + 1] as number) * green +
        (matrix[row + 2] as number) * blue;
      pixels[i + channel] = clampByte(light * mixed + (offsets[channel] as number));
    }
  }
}

/** Gain of each channel, saturation about luma, rotation of the hue about the grey axis, as one 3 by 3 matrix. */
function chooseColourMatrix(random: RandomSource): Float32Array {
  const saturation = random.chance(0.04) ? 0 : random.logUniform(0.45, 1.8);
  const angle = random.chance(0.12) ? random.uniform(-1.2, 1.2) : 0.18 * random.normal();
  const cosine = Math.cos(angle) * saturation;
  const sine = (Math.sin(angle) * saturation) / Math.sqrt(3);
  const gains = [0, 1, 2].map(() => random.logUniform(0.8, 1.25));
  const matrix = new Float32Array(9);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const grey = 1 / 3;
      const straight = row === column ? cosine : 0;
      const turned = row === column ? 0 : (column - row + 3) % 3 === 1 ? -sine : sine;
      matrix[row * 3 + column] = (gains[row] as number) * (grey + straight - cosine * grey + turned);
    }
  }
  return matrix;
}

function gammaCurve(gamma: number): Float32Array {
  return Float32Array.from({ length: 257 }, (_, level) => 255 * (Math.min(level, 255) / 255) ** gamma);
}

function readCurve(curve: Float32Array, level: number): number {
  const below = Math.floor(level);
  const low = curve[below] as number;
  return low + (level - below) * ((curve[below + 1] as number) - low);
}

function clampByte(level: number): number {
  return Math.min(255, Math.max(0, level));
}

/** From this violet on, (red + blue) / 2 - green, a pixel of the labelled fields is of a white cell. */
const whiteCellViolet = 45;
const violetWidth = 8;

/** Gives what is dark but not violet another colour, as red cells are pink, grey, teal or blue from one camera
 *  to the next while nuclei stay violet. Changes `canvas`. */
function recolourRedCells(canvas: SampleCanvas, random: RandomSource): void {
  const { pixels } = canvas;
  const shift = [0, 1, 2].map(() => 110 * random.normal());
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i] as number;
    const green = pixels[i + 1] as number;
    const blue = pixels[i + 2] as number;
    const violet = (red + blue) / 2 - green;
    const share = Math.min(1, Math.max(0, 0.5 - (violet - whiteCellViolet) / (4 * violetWidth)));
    const darkness = (share * (255 - (red + green + blue) / 3)) / 255;
    for (let channel = 0; channel < 3; channel += 1)
      pixels[i + channel] = clampByte(
        (pixels[i + channel] as number) + darkness * (shift[channel] as number),
      );
  }
}
