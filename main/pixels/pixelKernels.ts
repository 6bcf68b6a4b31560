import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The loops of pixelKernels.assembly.ts; addresses are bytes of what `layOutKernelMemory` gives. */
interface PixelKernels {
  sumRows(
    source: number,
    offsets: number,
    weights: number,
    tapCount: number,
    length: number,
    sums: number,
    isAddedTo: boolean,
  ): void;
  sumRgbColumns: SumColumns;
  sumPlaneColumns: SumColumns;
  halveRows(upper: number, lower: number, widthPx: number, target: number): void;
  scaleBytes(source: number, length: number, scales: number, shifts: number, target: number): void;
  blurLevels(
    levels: number,
    widthPx: number,
    heightPx: number,
    plane: number,
    between: number,
    blurred: number,
  ): void;
  squareSlopes(plane: number, widthPx: number, heightPx: number, reachPx: number, slopes: number): void;
}

type SumColumns = (
  sums: number,
  offsets: number,
  weights: number,
  tapCount: number,
  widthPx: number,
  target: number,
) => void;

/** The kernels' memory, seen in four ways. Another reservation may replace it. */
export interface KernelMemory {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** copies parts without making an object of each */
  readonly buffer: Buffer;
}

const pageBytes = 65_536;
const memory = new WebAssembly.Memory({ initial: 16 });
let seen: KernelMemory | undefined;

/** Compiled by `npm run kernels`; a test compiles them anew and compares. */
export const pixelKernelsFile = path.join(import.meta.dirname, 'pixelKernels.wasm');

/** One set a thread: every function that uses them is done with the memory when it returns. */
export const pixelKernels: PixelKernels = new WebAssembly.Instance(
  new WebAssembly.Module(readFileSync(pixelKernelsFile)),
  { env: { memory } },
).exports as unknown as PixelKernels;

/** Room for so many bytes, whatever is in it. */
function reserve(byteCount: number): KernelMemory {
  const missing = byteCount - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  if (seen === undefined || seen.bytes.buffer !== memory.buffer)
    seen = {
      bytes: new Uint8Array(memory.buffer),
      words: new Int32Array(memory.buffer),
      floats: new Float32Array(memory.buffer),
      buffer: Buffer.from(memory.buffer),
    };
  return seen;
}

/** What the kernels read and write at once reaches so far behind its end. */
const spareBytes = 64;

/** Lays parts side by side in the kernels' memory, each with what the kernels touch behind it.
 *  @param byteCounts of each part
 *  @returns the memory and where each part begins: a multiple of 64 */
export function layOutKernelMemory<Part extends string>(
  byteCounts: Readonly<Record<Part, number>>,
): { readonly memory: KernelMemory; readonly at: Readonly<Record<Part, number>> } {
  const at: Record<string, number> = {};
  let end = 64;
  for (const [part, byteCount] of Object.entries<number>(byteCounts)) {
    at[part] = end;
    end = Math.ceil((end + byteCount + spareBytes) / 64) * 64;
  }
  return { memory: reserve(end), at: at as Record<Part, number> };
}

/** So many bytes of an image are worked on at once: what the processor's second cache holds. */
export const stripBytes = 262_144;
