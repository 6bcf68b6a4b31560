import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type BmpHeader, readBmpHeader } from './bmpHeader.ts';
import { refuseHugeImage } from './imageLimits.ts';

/** Decodes a Windows bitmap: 1, 4, 8 (palette), 24 and 32 bits a pixel, uncompressed, bottom-up or top-down.
 *  The fourth byte of 32-bit pixels is ignored: most programs leave it 0 and mean opaque.
 *  @see https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 *  @param name for messages
 *  @throws LabError 'slide-unreadable' | 'image-too-large', before memory for pixels is asked for */
export function decodeBmp(bytes: Buffer, name: string): RgbRaster {
  const header = readBmpHeader(bytes, { name, sizeBytes: bytes.length });
  const { widthPx, heightPx } = header;
  refuseHugeImage(name, header);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const fileRow = header.isBottomUp ? heightPx - 1 - y : y;
    const from = header.pixelsAt + fileRow * header.rowBytes;
    const row = bytes.subarray(from, from + header.rowBytes);
    const target = data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3);
    decodeBmpPixels(target, row, { header, name, skippedPixels: 0 });
  }
  return { widthPx, heightPx, data };
}

/** How a stretch of a row is coded. */
interface BmpStretch {
  readonly header: BmpHeader;
  readonly name: string;
  /** pixels in the first byte before the first wanted one, where several lie in a byte */
  readonly skippedPixels: number;
}

/** Decodes a stretch of one row into `target`, three bytes a pixel. Of 24-bit rows `bytes` may be `target` itself.
 *  @param bytes of the row, from the one in which the first wanted pixel lies
 *  @throws LabError 'slide-unreadable' when a pixel asks for a colour that is not in the palette */
export function decodeBmpPixels(target: Uint8Array, bytes: Uint8Array, stretch: BmpStretch): void {
  const { bitsPerPixel } = stretch.header;
  if (bitsPerPixel <= 8) fillFromPalette(target, bytes, stretch);
  else fillFromChannels(target, bytes, bitsPerPixel / 8);
}

/** Blue, green, red, and in 32-bit rows a fourth byte, as the file has them. */
function fillFromChannels(target: Uint8Array, row: Uint8Array, bytesPerPixel: number): void {
  const end = target.length;
  let from = 0;
  for (let to = 0; to < end; to += 3) {
    const blue = row[from] as number;
    target[to] = row[from + 2] as number;
    target[to + 1] = row[from + 1] as number;
    target[to + 2] = blue;
    from += bytesPerPixel;
  }
}

function fillFromPalette(
  target: Uint8Array,
  row: Uint8Array,
  { header, name, skippedPixels }: BmpStretch,
): void {
  const { bitsPerPixel, palette } = header;
  const perByte = 8 / bitsPerPixel;
  const mask = (1 << bitsPerPixel) - 1;
  for (let to = 0; to < target.length; to += 3) {
    const x = to / 3 + skippedPixels;
    const byte = row[Math.floor(x / perByte)] as number;
    const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
    if (index * 4 + 3 > palette.length - 1)
      throw new LabError(
        'slide-unreadable',
        `Cannot read ${name}: a pixel asks for colour ${index} of a palette of ${palette.length / 4}. Save it anew as PNG.`,
      );
    target[to] = palette[index * 4 + 2] as number;
    target[to + 1] = palette[index * 4 + 1] as number;
    target[to + 2] = palette[index * 4] as number;
  }
}
