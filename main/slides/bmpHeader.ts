import { LabError } from '../domain/labError.ts';
import { imagePixelLimit, refuseHugeImage } from './imageLimits.ts';

/** A bitmap's header, checked against the length of its file: every row it promises is there. */
export interface BmpHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isBottomUp: boolean;
  readonly bitsPerPixel: 1 | 4 | 8 | 24 | 32;
  /** byte of the first row in the file */
  readonly pixelsAt: number;
  /** bytes from one row to the next, a multiple of 4 */
  readonly rowBytes: number;
  /** blue, green, red, unused; four bytes a colour, empty without palette */
  readonly palette: Uint8Array;
}

/** Offsets in the file; the header proper begins at 14 with its own length. */
const headerAt = 14;
const smallestHeaderBytes = 40;
const largestHeaderBytes = 124;
const colourMasksAt = 54;

/** Bytes at the beginning of a file that hold any header and palette. */
export const bmpHeadBytes = headerAt + largestHeaderBytes + 256 * 4;

/** @param bytes the file, or its first `bmpHeadBytes` bytes
 *  @throws LabError 'slide-unreadable' | 'image-too-large' above 900 megapixels */
export function readBmpHeader(
  bytes: Buffer,
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
): BmpHeader {
  const refuse = (reason: string): never => {
    throw new LabError('slide-unreadable', `Cannot read ${name}: ${reason}. Save it anew as PNG.`, {
      sizeBytes,
    });
  };
  if (bytes.length < headerAt + smallestHeaderBytes) return refuse('the bitmap is cut short in its header');
  const headerBytes = bytes.readUInt32LE(headerAt);
  if (headerBytes < smallestHeaderBytes || headerBytes > largestHeaderBytes)
    return refuse(`a bitmap header of ${headerBytes} bytes is not known`);
  const widthPx = bytes.readInt32LE(18);
  const signedHeight = bytes.readInt32LE(22);
  const heightPx = Math.abs(signedHeight);
  if (widthPx <= 0 || heightPx === 0) return refuse(`the bitmap claims ${widthPx} x ${signedHeight} pixels`);
  refuseHugeImage(name, { widthPx, heightPx }, imagePixelLimit);
  const bitsPerPixel = readDepth(bytes) ?? refuse('this bitmap is compressed or of an unusual depth');
  const paletteAt = headerAt + headerBytes;
  const paletteBytes = bitsPerPixel <= 8 ? 4 * paletteLength(bytes, bitsPerPixel) : 0;
  const pixelsAt = bytes.readUInt32LE(10);
  if (pixelsAt < paletteAt + paletteBytes) return refuse('the bitmap places its pixels inside its header');
  const rowBytes = Math.ceil((widthPx * bitsPerPixel) / 32) * 4;
  // the padding of the last row is often left out
  const neededBytes = pixelsAt + rowBytes * (heightPx - 1) + Math.ceil((widthPx * bitsPerPixel) / 8);
  if (neededBytes > sizeBytes)
    return refuse(`the bitmap is cut short (${sizeBytes} of ${neededBytes} bytes)`);
  const palette = bytes.subarray(paletteAt, paletteAt + paletteBytes);
  return { widthPx, heightPx, isBottomUp: signedHeight > 0, bitsPerPixel, pixelsAt, rowBytes, palette };
}

function readDepth(bytes: Buffer): BmpHeader['bitsPerPixel'] | undefined {
  const depth = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  const isPlain = compression === 0 || (compression === 3 && depth === 32 && hasUsualMasks(bytes));
  if (!isPlain) return undefined;
  return ([1, 4, 8, 24, 32] as const).find((known) => known === depth);
}

/** "Bit fields" that say what plain 32-bit pixels are anyway: red, green and blue as 0x00RRGGBB. */
function hasUsualMasks(bytes: Buffer): boolean {
  return (
    bytes.length >= colourMasksAt + 12 &&
    bytes.readUInt32LE(colourMasksAt) === 0xff0000 &&
    bytes.readUInt32LE(colourMasksAt + 4) === 0xff00 &&
    bytes.readUInt32LE(colourMasksAt + 8) === 0xff
  );
}

/** Colours in the palette: as said at 46, or all that the depth can name. */
function paletteLength(bytes: Buffer, bitsPerPixel: number): number {
  const all = 1 << bitsPerPixel;
  const said = bytes.readUInt32LE(46);
  return said === 0 ? all : Math.min(said, all);
}
