import type { ScannedStream, StreamMetadata } from './scanJpeg.ts';

const comment = 0xff64;
const startOfTile = 0xff90;
const startOfData = 0xff93;
const endOfCodestream = 0xffd9;

/** Walks a JPEG 2000 codestream (not a JP2 file) over its main header and the header of each tile-part; their
 *  comments are metadata, all else is needed.
 *  @returns undefined when its segments contradict themselves: what it holds cannot be judged then
 *  @see ISO/IEC 15444-1, annex A */
export function scanJpeg2000(bytes: Buffer): ScannedStream | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff4f) return undefined;
  const metadata: StreamMetadata[] = [];
  let at = walkHeader(bytes, { from: 2, until: startOfTile, metadata });
  while (at !== undefined && at < bytes.length) {
    if (at + 2 > bytes.length) return undefined;
    const marker = bytes.readUInt16BE(at);
    if (marker === endOfCodestream) return { metadata, endAt: at + 2 };
    if (marker !== startOfTile || at + 12 > bytes.length) return undefined;
    const partBytes = bytes.readUInt32BE(at + 6);
    const dataAt = walkHeader(bytes, { from: at + 12, until: startOfData, metadata });
    if (dataAt === undefined) return undefined;
    // a length of zero: the last tile-part, up to the end of the codestream
    if (partBytes === 0) return { metadata, endAt: firstEnd(bytes, dataAt) };
    at += partBytes;
    if (at < dataAt + 2) return undefined;
  }
  return at === undefined ? undefined : { metadata, endAt: bytes.length };
}

/** @returns where the marker `until` stands; undefined when the header is damaged */
function walkHeader(
  bytes: Buffer,
  {
    from,
    until,
    metadata,
  }: { readonly from: number; readonly until: number; readonly metadata: StreamMetadata[] },
): number | undefined {
  let at = from;
  while (at + 4 <= bytes.length) {
    const marker = bytes.readUInt16BE(at);
    if (marker === until) return at;
    if (marker < 0xff4f || marker === endOfCodestream) return undefined;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    // a comment says first, in two bytes, whether it is text
    if (marker === comment && length > 4)
      metadata.push({ name: 'JPEG 2000 comment', start: at, contentStart: at + 6, end });
    at = end;
  }
  return undefined;
}

/** No two coded bytes are above FF8F, so the first end marker after the data began is the one. */
function firstEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(Buffer.from([0xff, 0xd9]), from);
  return at === -1 ? bytes.length : at + 2;
}
