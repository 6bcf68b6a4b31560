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
  for (let pass = 0; pass < 2; pass += 1) {
    for (let line = 0; line < sidePx; line += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        smooth(pixels, { start: line * sidePx * 3 + channel, step: 3, count: sidePx }, blur.radius);
        if (blur.both)
          smooth(pixels, { start: line * 3 + channel, step: sidePx * 3, count: sidePx }, blur.radius);
      }
    }
  }
}

function smooth(
  pixels: Float32Array,
  line: { readonly start: number; readonly step: number; readonly count: number },
  radius: number,
): void {
  const whole = Math.floor(radius);
  const part = radius - whole;
  const before = Float32Array.from(
    { length: line.count },
    (_, i) => pixels[line.start + i * line.step] as number,
  );
  const read = (i: number) => before[Math.min(line.count - 1, Math.max(0, i))] as number;
  for (let i = 0; i < line.count; i += 1) {
    let sum = part * (read(i - whole - 1) + read(i + whole + 1));
    for (let tap = -whole; tap <= whole; tap += 1) sum += read(i + tap);
    pixels[line.start + i * line.step] = sum / (2 * radius + 1);
  }
}
