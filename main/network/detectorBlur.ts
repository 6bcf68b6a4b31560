import type { SampleCanvas } from './detectorField.ts';
import type { RandomSource } from './detectorRandom.ts';

/** Puts a sample out of focus, shakes it, or coarsens it as a small JPEG is, then adds sensor noise.
 *  Changes `canvas`. */
export function degrade(canvas: SampleCanvas, random: RandomSource): void {
  if (random.chance(0.35)) blurLine(canvas, { radius: random.uniform(0.4, 2.2), both: true });
  else if (random.chance(0.12)) blurLine(canvas, { radius: random.uniform(1.5, 5), both: false });
  const noise = random.chance(0.5) ? random.uniform(0, 9) : 0;
  const blockiness = random.chance(0.3) ? random.uniform(2, 14) : 0;
  const { pixels, sidePx } = canvas;
  let blockShift = 0;
  for (let at = 0; at < sidePx * sidePx; at += 1) {
    if (blockiness > 0 && at % 8 === 0) blockShift = blockiness * random.uniform(-0.5, 0.5);
    if (noise === 0 && blockiness === 0) break;
    const shared = noise === 0 ? blockShift : blockShift + noise * random.normal();
    for (let channel = 0; channel < 3; channel += 1) {
      const i = at * 3 + channel;
      pixels[i] = Math.min(255, Math.max(0, (pixels[i] as number) + shared));
    }
  }
}

/** Box blur of a fractional radius along rows, then columns when asked; twice, so that it is nearly Gaussian. */
function blurLine(canvas: SampleCanvas, blur: { readonly radius: number; readonly both: boolean }): void {
  const { pixels, sidePx } = canvas;
  const line = new Float32Array(sidePx);
  for (let pass = 0; pass < 2; pass += 1) {
    for (let start = 0; start < sidePx; start += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        smooth(pixels, line, { start: start * sidePx * 3 + channel, step: 3, radius: blur.radius });
        if (blur.both)
          smooth(pixels, line, { start: start * 3 + channel, step: sidePx * 3, radius: blur.radius });
      }
    }
  }
}

/** Running mean along one line, the edge repeated beyond it. `line` is scratch space of the line's length. */
function smooth(
  pixels: Float32Array,
  line: Float32Array,
  along: { readonly start: number; readonly step: number; readonly radius: number },
): void {
  const { start, step, radius } = along;
  const last = line.length - 1;
  const whole = Math.floor(radius);
  const part = radius - whole;
  for (let i = 0; i <= last; i += 1) line[i] = pixels[start + i * step] as number;
  let sum = (whole + 1) * (line[0] as number);
  for (let i = 1; i <= whole; i += 1) sum += line[Math.min(last, i)] as number;
  for (let i = 0; i <= last; i += 1) {
    const before = line[Math.max(0, i - whole - 1)] as number;
    const after = line[Math.min(last, i + whole + 1)] as number;
    pixels[start + i * step] = (sum + part * (before + after)) / (2 * radius + 1);
    sum += after - (line[Math.max(0, i - whole)] as number);
  }
}
