import { inflateSync } from 'node:zlib';

/** Where the pixels of a losslessly coded strip or tile end. What follows within its byte count is decoded by no
 *  reader, so anything may hide there.
 *  @param pixelBytes what it decodes to
 *  @returns the byte after the last coded one; the stream's length when it ends early; undefined when it is no
 *  such stream, so that what it holds cannot be judged */
export function findCodedEnd(
  bytes: Buffer,
  coding: 'lzw' | 'deflate' | 'packbits',
  pixelBytes: number,
): number | undefined {
  switch (coding) {
    case 'lzw':
      return findLzwEnd(bytes);
    case 'deflate':
      return findDeflateEnd(bytes, pixelBytes);
    case 'packbits':
      return findPackBitsEnd(bytes, pixelBytes);
  }
}

const clearCode = 256;
const endCode = 257;
const firstFreeCode = 258;

/** Codes of TIFF's LZW are 9 to 12 bits wide, highest bit first, and widen one code early. Only the width matters
 *  here: each code but the first after a clear adds one entry to the table. */
function findLzwEnd(bytes: Buffer): number | undefined {
  let [bits, bitCount, width, tableSize] = [0, 0, 9, firstFreeCode];
  let isFirst = true;
  for (let at = 0; at < bytes.length; at += 1) {
    bits = ((bits << 8) | (bytes[at] ?? 0)) & 0xfffff;
    bitCount += 8;
    if (bitCount < width) continue;
    bitCount -= width;
    const code = (bits >> bitCount) & ((1 << width) - 1);
    if (code === endCode) return at + 1;
    if (at < 2 && code !== clearCode) return undefined; // begins otherwise: LZW of an older kind
    if (code === clearCode) [width, tableSize, isFirst] = [9, firstFreeCode, true];
    else if (isFirst) isFirst = false;
    else tableSize = Math.min(tableSize + 1, 4096);
    if (tableSize >= 2 ** width - 1 && width < 12) width += 1;
  }
  return bytes.length;
}

function findDeflateEnd(bytes: Buffer, pixelBytes: number): number | undefined {
  try {
    const { engine } = inflateWithEngine(bytes, pixelBytes);
    return Math.min(engine.bytesWritten, bytes.length);
  } catch (error) {
    // cut short, as damaged slides are: all of it is pixels, nothing follows
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') return bytes.length;
    return undefined;
  }
}

/** Node's typings do not know the option `info`, which gives the engine back beside the bytes. */
const inflateWithEngine = (bytes: Buffer, pixelBytes: number) =>
  inflateSync(bytes, { info: true, maxOutputLength: pixelBytes }) as unknown as {
    readonly engine: { readonly bytesWritten: number };
  };

function findPackBitsEnd(bytes: Buffer, pixelBytes: number): number | undefined {
  let [at, decoded] = [0, 0];
  while (decoded < pixelBytes && at < bytes.length) {
    const count = bytes.readInt8(at);
    if (count >= 0) [at, decoded] = [at + 2 + count, decoded + count + 1];
    else if (count === -128) at += 1;
    else [at, decoded] = [at + 2, decoded + 1 - count];
  }
  return at <= bytes.length ? at : undefined;
}
