/** A little-endian TIFF, classic or big, with a text tag added to its first directory, which comes to lie at the
 *  file's end. sharp itself writes no ImageDescription (270).
 *  @param tag that the directory does not have yet */
export function addTiffText(tiff: Buffer, tag: number, text: string): Buffer {
  const isBig = tiff.readUInt16LE(2) === 43;
  const [entryBytes, countBytes, pointerAt] = isBig ? [20, 8, 8] : [12, 2, 4];
  const readOffset = (at: number) => (isBig ? Number(tiff.readBigUInt64LE(at)) : tiff.readUInt32LE(at));
  const directoryAt = readOffset(pointerAt);
  const count = isBig ? readOffset(directoryAt) : tiff.readUInt16LE(directoryAt);
  const entriesAt = directoryAt + countBytes;
  const entries = Array.from({ length: count }, (_, i) =>
    tiff.subarray(entriesAt + i * entryBytes, entriesAt + (i + 1) * entryBytes),
  );
  const next = tiff.subarray(
    entriesAt + count * entryBytes,
    entriesAt + count * entryBytes + (isBig ? 8 : 4),
  );
  const value = Buffer.from(`${text}\0`, 'utf8');
  const valueAt = tiff.length + (tiff.length % 2);
  const added = Buffer.alloc(entryBytes);
  added.writeUInt16LE(tag, 0);
  added.writeUInt16LE(2, 2);
  writeOffset(added, 4, value.length, isBig);
  writeOffset(added, isBig ? 12 : 8, valueAt, isBig);
  const sorted = [...entries, added].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const newDirectoryAt = valueAt + value.length + (value.length % 2);
  const newCount = Buffer.alloc(countBytes);
  if (isBig) newCount.writeBigUInt64LE(BigInt(count + 1));
  else newCount.writeUInt16LE(count + 1);
  const head = Buffer.from(tiff);
  writeOffset(head, pointerAt, newDirectoryAt, isBig);
  const padding = (length: number) => Buffer.alloc(length % 2);
  return Buffer.concat([head, padding(tiff.length), value, padding(value.length), newCount, ...sorted, next]);
}

function writeOffset(bytes: Buffer, at: number, value: number, isBig: boolean): void {
  if (isBig) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUInt32LE(value, at);
}
