import type { TiffCoding } from './readTiffImage.ts';

/** A JPEG tile of a TIFF file as a file of its own. */
export interface MergedJpeg {
  readonly bytes: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly componentCount: number;
}

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const adobeSegment = 0xee;
/** Quantisation and Huffman tables, restart interval: what a tile needs besides its frame and scan. */
const tableMarkers: ReadonlySet<number> = new Set([0xdb, 0xc4, 0xdd]);

/** Puts a tile's shared tables before its own data, and says how its colours are to be understood as the TIFF
 *  file says it: JPEG files have RGB only with a note of Adobe's. Notes in the tile itself are dropped, as libtiff
 *  does.
 *  @param iccProfile to be written into the file, or undefined
 *  @returns undefined when it is no JPEG with a frame, a scan and an end */
export function mergeJpeg(
  tile: Buffer,
  { jpegTables, photometric }: Pick<TiffCoding, 'jpegTables' | 'photometric'>,
  iccProfile: Buffer | undefined,
): MergedJpeg | undefined {
  const shared = jpegTables === undefined ? [] : listSegments(jpegTables)?.segments;
  const own = listSegments(tile);
  const frame = own?.segments.find(({ marker }) => isFrame(marker));
  if (shared === undefined || own?.scanAt === undefined || frame === undefined) return undefined;
  if (frame.bytes.length < 10 || !endsAsJpeg(tile)) return undefined;
  const componentCount = frame.bytes[9] ?? 0;
  const kept = [...shared.filter(({ marker }) => tableMarkers.has(marker)), ...own.segments].filter(
    ({ marker }) => tableMarkers.has(marker) || isFrame(marker),
  );
  const colourNotes = componentCount === 3 ? [adobeNote(photometric === 6 ? 1 : 0)] : [];
  const profileNotes = iccProfile === undefined ? [] : profileSegments(iccProfile);
  return {
    bytes: Buffer.concat([
      Buffer.from([0xff, startOfImage]),
      ...colourNotes,
      ...profileNotes,
      ...kept.map(({ bytes }) => bytes),
      tile.subarray(own.scanAt),
    ]),
    heightPx: frame.bytes.readUInt16BE(5),
    widthPx: frame.bytes.readUInt16BE(7),
    componentCount,
  };
}

/** Tiles whose end was never written are filled with zeros, which decode without a warning. Zeros after the end are
 *  padding. */
function endsAsJpeg(jpeg: Buffer): boolean {
  let end = jpeg.length;
  while (end > 0 && jpeg[end - 1] === 0) end -= 1;
  return end >= 4 && jpeg[end - 2] === 0xff && jpeg[end - 1] === endOfImage;
}

interface JpegSegment {
  readonly marker: number;
  /** with its marker and length */
  readonly bytes: Buffer;
}

/** Segments up to the first scan or the end. @returns undefined when they do not follow each other */
function listSegments(jpeg: Buffer): { segments: JpegSegment[]; scanAt: number | undefined } | undefined {
  if (jpeg.length < 4 || jpeg[0] !== 0xff || jpeg[1] !== startOfImage) return undefined;
  const segments: JpegSegment[] = [];
  let at = 2;
  while (at + 1 < jpeg.length) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker === startOfScan) return { segments, scanAt: at };
    else if (marker === endOfImage) return { segments, scanAt: undefined };
    else {
      if (at + 4 > jpeg.length) return undefined;
      const end = at + 2 + jpeg.readUInt16BE(at + 2);
      if (end > jpeg.length || end < at + 4) return undefined;
      segments.push({ marker, bytes: jpeg.subarray(at, end) });
      at = end;
    }
  }
  return { segments, scanAt: undefined };
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** @param transform 0 for RGB, 1 for YCbCr */
function adobeNote(transform: 0 | 1): Buffer {
  const note = Buffer.from([0xff, adobeSegment, 0, 14, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, transform]);
  note.write('Adobe', 4, 'latin1');
  return note;
}

/** An ICC profile in as many segments as it needs. @see ICC.1:2022, annex B.4 */
function profileSegments(profile: Buffer): readonly Buffer[] {
  const name = 'ICC_PROFILE\0';
  const mostBytes = 65_533 - name.length - 2 - 2;
  const count = Math.ceil(profile.length / mostBytes);
  return Array.from({ length: count }, (_, index) => {
    const part = profile.subarray(index * mostBytes, (index + 1) * mostBytes);
    const head = Buffer.alloc(4 + name.length + 2);
    head.writeUInt16BE(0xffe2, 0);
    head.writeUInt16BE(2 + name.length + 2 + part.length, 2);
    head.write(name, 4, 'latin1');
    head[4 + name.length] = index + 1;
    head[5 + name.length] = count;
    return Buffer.concat([head, part]);
  });
}
