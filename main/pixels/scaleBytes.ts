import { layOutKernelMemory, pixelKernels } from './pixelKernels.ts';

/** Writes the bytes of an image as numbers: byte * scale + shift, in float32.
 *  @param image uint8 [n, 3]
 *  @param channels scale and shift of each channel
 *  @param target float32, receives n * 3 values from its beginning on */
export function mutateByScaledBytes(
  target: Float32Array,
  image: Uint8Array,
  channels: {
    readonly scale: readonly [number, number, number];
    readonly shift: readonly [number, number, number];
  },
): void {
  const { memory, at } = layOutKernelMemory({
    source: image.length,
    scales: 48,
    shifts: 48,
    target: image.length * 4,
  });
  // of four pixels: their channels come round in twelve
  for (let i = 0; i < 12; i += 3) {
    memory.floats.set(channels.scale, at.scales / 4 + i);
    memory.floats.set(channels.shift, at.shifts / 4 + i);
  }
  memory.bytes.set(image, at.source);
  pixelKernels.scaleBytes(at.source, image.length, at.scales, at.shifts, at.target);
  target.set(memory.floats.subarray(at.target / 4, at.target / 4 + image.length));
}
