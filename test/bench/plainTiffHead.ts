const short = 3;
const long = 4;

/** The beginning of an uncompressed RGB TIFF, up to where the pixels follow row by row.
 *  @param rowsPerStrip of all strips but the last */
export function plainTiffHead(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  rowsPerStrip: number,
): Buffer {
  const stripCount = Math.ceil(heightPx / rowsPerStrip);
  const rowBytes = widthPx * 3;
  const strips = Array.from({ length: stripCount }, (_, strip) => strip);
  const headBytes = headLength(stripCount);
  const entries: readonly (readonly [tag: number, type: number, values: readonly number[]])[] = [
    [256, long, [widthPx]],
    [257, long, [heightPx]],
    [258, short, [8, 8, 8]],
    [259, short, [1]],
    [262, short, [2]],
    [273, long, strips.map((strip) => headBytes + strip * rowsPerStrip * rowBytes)],
    [277, short, [3]],
    [278, long, [rowsPerStrip]],
    [279, long, strips.map((strip) => Math.min(rowsPerStrip, heightPx - strip * rowsPerStrip) * rowBytes)],
  ];
  const head = Buffer.alloc(headBytes);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  let valuesAt = 10 + entries.length * 12 + 4;
  for (const [index, [tag, type, values]] of entries.entries()) {
    const at = 10 + index * 12;
    const valueBytes = type === short ? 2 : 4;
    const isInline = values.length * valueBytes <= 4;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(values.length, at + 4);
    if (!isInline) head.writeUInt32LE(valuesAt, at + 8);
    for (const [i, value] of values.entries())
      head.writeUIntLE(value, (isInline ? at + 8 : valuesAt) + i * valueBytes, valueBytes);
    if (!isInline) valuesAt += values.length * valueBytes;
  }
  return head;
}

/** Header, nine entries, and what does not fit into an entry. */
function headLength(stripCount: number): number {
  return 10 + 9 * 12 + 4 + 3 * 2 + 2 * 4 * stripCount;
}
