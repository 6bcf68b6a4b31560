/** What of a compressed image stream is no pixel: text and data of cameras and programs that travel with it. */
export interface StreamMetadata {
  /** such as "JPEG comment", for people */
  readonly name: string;
  /** first byte of the segment's marker */
  readonly start: number;
  /** first byte of what it holds, after marker and length */
  readonly contentStart: number;
  /** byte after it */
  readonly end: number;
}

export interface ScannedStream {
  readonly metadata: readonly StreamMetadata[];
  /** byte after the end marker; what follows belongs to no image. The stream's length when it has no end marker */
  readonly endAt: number;
}

/** Walks a JPEG or JPEG-LS stream, or a table of one (`JPEGTables`), over all its marker segments; the coded
 *  pixels are passed over. Kept are the segments that decoding needs: tables, frame and scan headers, a JFIF
 *  header without a thumbnail, Adobe's colour transform, an ICC profile. All others are metadata.
 *  @returns undefined when its segments contradict themselves: what it holds cannot be judged then */
export function scanJpeg(bytes: Buffer): ScannedStream | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const metadata: StreamMetadata[] = [];
  let isJpegLs = false;
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (marker === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    if (marker === 0xd9) return { metadata, endAt: at + 2 };
    const end = segmentEnd(bytes, at);
    if (end === undefined || !isKnownMarker(marker)) return undefined;
    const name = metadataName(bytes.subarray(at, end), marker);
    if (name !== undefined) metadata.push({ name, start: at, contentStart: at + 4, end });
    isJpegLs ||= marker === 0xf7;
    at = marker === 0xda ? findMarker(bytes, end, isJpegLs) : end;
  }
  // cut short within its coded pixels, as damaged slides are: all of it is pixels, nothing follows
  return { metadata, endAt: bytes.length };
}

function segmentEnd(bytes: Buffer, at: number): number | undefined {
  if (at + 4 > bytes.length) return undefined;
  const length = bytes.readUInt16BE(at + 2);
  const end = at + 2 + length;
  return length >= 2 && end <= bytes.length ? end : undefined;
}

/** Frame headers and tables C0 to CF, DB to DF, scans DA, JPEG-LS F7 and F8, applications E0 to EF, comments. */
function isKnownMarker(marker: number): boolean {
  if (marker >= 0xc0 && marker <= 0xcf) return true;
  return (marker >= 0xda && marker <= 0xef) || marker === 0xf7 || marker === 0xf8 || marker === 0xfe;
}

/** @param segment from its marker to its end @returns undefined for what decoding needs */
function metadataName(segment: Buffer, marker: number): string | undefined {
  if (marker === 0xfe) return 'JPEG comment';
  if (marker < 0xe0 || marker > 0xef) return undefined;
  const content = segment.subarray(4);
  const startsWith = (text: string) => content.toString('latin1', 0, text.length) === text;
  const isJfif = marker === 0xe0 && startsWith('JFIF\0') && content.length === 14;
  const isAdobe = marker === 0xee && startsWith('Adobe') && content.length === 12;
  const isProfile = marker === 0xe2 && startsWith('ICC_PROFILE\0');
  return isJfif || isAdobe || isProfile ? undefined : `JPEG application data (APP${marker - 0xe0})`;
}

/** The next marker after coded pixels. In JPEG a zero follows each FF of the code, and restart markers belong to
 *  it; in JPEG-LS a byte below 80 follows. */
function findMarker(bytes: Buffer, from: number, isJpegLs: boolean): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    const isCode = isJpegLs ? next < 0x80 : next === 0;
    if (!isCode && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
