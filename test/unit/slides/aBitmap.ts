/** A Windows bitmap for tests, uncompressed. Rows run bottom-up unless heightPx is negative. */
export function aBitmap(bitmap: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerPixel: number;
  /** rows as the file has them, first row first, without padding */
  readonly rows: readonly (readonly number[])[];
  /** blue, green, red, 0 of each colour */
  readonly palette?: readonly number[];
  /** bytes between header and pixels that no one asked for */
  readonly gapBytes?: number;
}): Buffer {
  const palette = bitmap.palette ?? [];
  const rowBytes = Math.ceil((bitmap.widthPx * bitmap.bitsPerPixel) / 32) * 4;
  const pixelsAt = 54 + palette.length + (bitmap.gapBytes ?? 0);
  const bytes = Buffer.alloc(pixelsAt + rowBytes * bitmap.rows.length);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(pixelsAt, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(bitmap.widthPx, 18);
  bytes.writeInt32LE(bitmap.heightPx, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bitmap.bitsPerPixel, 28);
  bytes.writeUInt32LE(palette.length / 4, 46);
  bytes.set(palette, 54);
  bitmap.rows.forEach((row, index) => {
    bytes.set(row, pixelsAt + index * rowBytes);
  });
  return bytes;
}
