/* The loops that carry all pixels of a scan, in AssemblyScript: `npm run kernels` compiles them to pixelKernels.wasm, which
 * pixelKernels.ts loads. Nothing here allocates or checks: addresses are bytes of the one memory, laid out by the caller,
 * with 64 bytes to spare behind each part: what is read or written sixteen at a time reaches beyond its end. */

/** Adds up rows of bytes, each by its weight.
 *  @param source uint8 rows
 *  @param offsets int32 [tapCount]: where each row begins, bytes from source
 *  @param weights float32 [tapCount]
 *  @param sums float32 [length], receives the sum, or is added to */
export function sumRows(
  source: usize,
  offsets: usize,
  weights: usize,
  tapCount: i32,
  length: i32,
  sums: usize,
  isAddedTo: bool,
): void {
  for (let i: i32 = 0; i < length; i += 16) {
    const at = sums + ((<usize>i) << 2);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    if (isAddedTo) {
      a = v128.load(at);
      b = v128.load(at, 16);
      c = v128.load(at, 32);
      d = v128.load(at, 48);
    }
    for (let tap: i32 = 0; tap < tapCount; tap += 1) {
      const place = (<usize>tap) << 2;
      const weight = v128.load32_splat(weights + place);
      const bytes = v128.load(source + <usize>load<i32>(offsets + place) + <usize>i);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      a = f32x4.add(a, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low))));
      b = f32x4.add(b, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low))));
      c = f32x4.add(c, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high))));
      d = f32x4.add(d, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high))));
    }
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, d, 48);
  }
}

/** Adds up neighbours along a row of RGB sums, each by its weight, and rounds.
 *  @param sums float32 [columnCount, 3]
 *  @param offsets int32 [widthPx, tapCount]: where each neighbour begins, bytes from sums
 *  @param weights float32 [widthPx, tapCount]
 *  @param target uint8 [widthPx, 3] */
export function sumRgbColumns(
  sums: usize,
  offsets: usize,
  weights: usize,
  tapCount: i32,
  widthPx: i32,
  target: usize,
): void {
  const half = f32x4.splat(0.5);
  let place: usize = 0;
  for (let x: i32 = 0; x < widthPx; x += 1) {
    let pixel = half;
    for (let tap: i32 = 0; tap < tapCount; tap += 1) {
      const neighbour = v128.load(sums + <usize>load<i32>(offsets + place));
      pixel = f32x4.add(pixel, f32x4.mul(v128.load32_splat(weights + place), neighbour));
      place += 4;
    }
    const words = i32x4.trunc_sat_f32x4_s(pixel);
    const halves = i16x8.narrow_i32x4_s(words, words);
    v128.store32_lane(target, i8x16.narrow_i16x8_u(halves, halves), 0);
    target += 3;
  }
}

/** The same along a row of one value a pixel. */
export function sumPlaneColumns(
  sums: usize,
  offsets: usize,
  weights: usize,
  tapCount: i32,
  widthPx: i32,
  target: usize,
): void {
  let place: usize = 0;
  for (let x: i32 = 0; x < widthPx; x += 1) {
    let value: f32 = 0.5;
    for (let tap: i32 = 0; tap < tapCount; tap += 1) {
      value += load<f32>(weights + place) * load<f32>(sums + <usize>load<i32>(offsets + place));
      place += 4;
    }
    store<u8>(target, <u8>value);
    target += 1;
  }
}

/** The mean of each square of two by two RGB pixels, rounded.
 *  @param upper uint8 [widthPx, 3], @param lower the row below it
 *  @param target uint8 [ceil(widthPx / 2), 3]; a last column that stands alone is the mean of its two pixels */
export function halveRows(upper: usize, lower: usize, widthPx: i32, target: usize): void {
  const pairCount = widthPx >> 1;
  const two = i16x8.splat(2);
  // eight pixels of each row at a time become four: twelve bytes, of sixteen that are written
  for (let pair: i32 = 0; pair < pairCount; pair += 4) {
    const upperLeft = v128.load(upper);
    const upperRight = v128.load(upper, 16);
    const lowerLeft = v128.load(lower);
    const lowerRight = v128.load(lower, 16);
    const a = even(upperLeft, upperRight);
    const b = odd(upperLeft, upperRight);
    const c = even(lowerLeft, lowerRight);
    const d = odd(lowerLeft, lowerRight);
    const low = i16x8.add(
      i16x8.add(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b)),
      i16x8.add(i16x8.extend_low_i8x16_u(c), i16x8.extend_low_i8x16_u(d)),
    );
    const high = i16x8.add(
      i16x8.add(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b)),
      i16x8.add(i16x8.extend_high_i8x16_u(c), i16x8.extend_high_i8x16_u(d)),
    );
    const means = i8x16.narrow_i16x8_u(
      i16x8.shr_u(i16x8.add(low, two), 2),
      i16x8.shr_u(i16x8.add(high, two), 2),
    );
    v128.store(target + <usize>pair * 3, means);
    upper += 24;
    lower += 24;
  }
  if ((widthPx & 1) === 0) return;
  const done = ((pairCount + 3) >> 2) * 24;
  const last = pairCount * 6 - done;
  for (let channel: i32 = 0; channel < 3; channel += 1) {
    const at = <usize>(last + channel);
    store<u8>(
      target + <usize>(pairCount * 3 + channel),
      <u8>((<i32>load<u8>(upper + at) + <i32>load<u8>(lower + at) + 1) >> 1),
    );
  }
}

/** The first, third … of eight RGB pixels. */
function even(left: v128, right: v128): v128 {
  return v128.shuffle<u8>(left, right, 0, 1, 2, 6, 7, 8, 12, 13, 14, 18, 19, 20, 0, 0, 0, 0);
}

/** The second, fourth … of eight RGB pixels. */
function odd(left: v128, right: v128): v128 {
  return v128.shuffle<u8>(left, right, 3, 4, 5, 9, 10, 11, 15, 16, 17, 21, 22, 23, 0, 0, 0, 0);
}

/** Bytes as numbers, by a scale and a shift for each channel.
 *  @param source uint8 [length], RGB
 *  @param scales float32 [12]: of four pixels, @param shifts float32 [12]
 *  @param target float32 [length]: byte * scale + shift */
export function scaleBytes(source: usize, length: i32, scales: usize, shifts: usize, target: usize): void {
  const scaleA = v128.load(scales);
  const scaleB = v128.load(scales, 16);
  const scaleC = v128.load(scales, 32);
  const shiftA = v128.load(shifts);
  const shiftB = v128.load(shifts, 16);
  const shiftC = v128.load(shifts, 32);
  for (let i: i32 = 0; i < length; i += 12) {
    const bytes = v128.load(source + <usize>i);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    const a = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low));
    const b = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low));
    const c = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high));
    const at = target + ((<usize>i) << 2);
    v128.store(at, f32x4.add(f32x4.mul(a, scaleA), shiftA));
    v128.store(at, f32x4.add(f32x4.mul(b, scaleB), shiftB), 16);
    v128.store(at, f32x4.add(f32x4.mul(c, scaleC), shiftC), 32);
  }
}

/** Levels as numbers, and blurred by 1-4-6-4-1 over 16 across and down. Along rows, where one meets the next, and in the first
 *  and last two rows, the blurred ones mean nothing.
 *  @param levels uint8 [heightPx, widthPx]
 *  @param plane float32 [heightPx, widthPx], receives the levels
 *  @param between float32 [heightPx, widthPx], receives what is blurred across alone
 *  @param blurred float32 [heightPx, widthPx] */
export function blurLevels(
  levels: usize,
  widthPx: i32,
  heightPx: i32,
  plane: usize,
  between: usize,
  blurred: usize,
): void {
  const length = widthPx * heightPx;
  for (let i: i32 = 0; i < length; i += 8) {
    const halves = i16x8.extend_low_i8x16_u(v128.load64_zero(levels + <usize>i));
    const at = plane + ((<usize>i) << 2);
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(halves)));
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(halves)), 16);
  }
  blurAlong(plane, length, 1, between);
  blurAlong(between, length, widthPx, blurred);
}

/** Blur by 1-4-6-4-1 over values that are `step` apart. */
function blurAlong(values: usize, length: i32, step: i32, target: usize): void {
  const four = f32x4.splat(4);
  const six = f32x4.splat(6);
  const sixteenth = f32x4.splat(0.0625);
  const near = (<usize>step) << 2;
  const far = near << 1;
  for (let i: i32 = 2 * step; i < length - 2 * step; i += 4) {
    const at = values + ((<usize>i) << 2);
    const outer = f32x4.add(v128.load(at - far), v128.load(at + far));
    const inner = f32x4.add(v128.load(at - near), v128.load(at + near));
    const sum = f32x4.add(f32x4.add(outer, f32x4.mul(four, inner)), f32x4.mul(six, v128.load(at)));
    v128.store(target + ((<usize>i) << 2), f32x4.mul(sum, sixteenth));
  }
}

/** The square of the slope at each place that is farther than `reachPx` from the edge of a plane.
 *  @param plane float32 [heightPx, widthPx]
 *  @param slopes float32 [heightPx - 2 * reachPx, widthPx - 2 * reachPx] */
export function squareSlopes(plane: usize, widthPx: i32, heightPx: i32, reachPx: i32, slopes: usize): void {
  const down = (<usize>widthPx) << 2;
  const insidePx = widthPx - 2 * reachPx;
  for (let y: i32 = reachPx; y < heightPx - reachPx; y += 1) {
    const row = plane + ((<usize>(y * widthPx + reachPx)) << 2);
    for (let x: i32 = 0; x < insidePx; x += 4) {
      const at = row + ((<usize>x) << 2);
      const across = f32x4.sub(v128.load(at + 4), v128.load(at - 4));
      const along = f32x4.sub(v128.load(at + down), v128.load(at - down));
      v128.store(slopes + ((<usize>x) << 2), f32x4.add(f32x4.mul(across, across), f32x4.mul(along, along)));
    }
    slopes += (<usize>insidePx) << 2;
  }
}
