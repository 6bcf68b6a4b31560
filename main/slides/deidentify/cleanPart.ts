import { LabError } from '../../domain/labError.ts';
import { findCodedEnd } from './findCodedEnd.ts';
import { type ScannedStream, scanJpeg } from './scanJpeg.ts';
import { scanJpeg2000 } from './scanJpeg2000.ts';
import { decodedPartBytes, type TiffImage } from './tiffImage.ts';

export type PartCoding = 'none' | 'lzw' | 'deflate' | 'packbits' | 'jpeg' | 'jpeg2000';

/** Codes of compression as in libtiff; Aperio uses 33003 and 33005 for JPEG 2000. */
const codings: Readonly<Record<number, PartCoding>> = {
  1: 'none',
  5: 'lzw',
  7: 'jpeg',
  8: 'deflate',
  32773: 'packbits',
  32946: 'deflate',
  33003: 'jpeg2000',
  33005: 'jpeg2000',
  34712: 'jpeg2000',
};

/** How an image's strips or tiles are coded.
 *  @throws LabError 'deidentification-failed' when it is not known where such a stream ends and what it carries */
export function partCoding(image: TiffImage, name: string): PartCoding {
  const coding = codings[image.compression];
  if (coding !== undefined && !(coding !== 'jpeg' && coding !== 'jpeg2000' && image.isSubsampled))
    return coding;
  throw new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: its pixels are compressed in a way (${image.compression}) in which the lab cannot tell pixels from other data. Save it with JPEG, deflate or LZW compression first.`,
    { compression: image.compression },
  );
}

/** A strip or tile as the copy has it. */
interface CleanedPart {
  readonly bytes: Buffer;
  /** names of what was left out */
  readonly removed: readonly string[];
  /** what was left out */
  readonly removedBytes: readonly Buffer[];
}

/** Leaves out what of a strip or tile is no pixel: comments and application data of JPEG, comments of JPEG 2000
 *  (overwritten with zeros, for its lengths count them), and whatever follows the coded pixels.
 *  @returns undefined when the stream is damaged so that this cannot be told */
export function cleanPart(
  bytes: Buffer,
  coding: Exclude<PartCoding, 'none'>,
  { image, part }: { readonly image: TiffImage; readonly part: number },
): CleanedPart | undefined {
  switch (coding) {
    case 'jpeg':
      return applyScan(bytes, scanJpeg(bytes), withoutSegments);
    case 'jpeg2000':
      return applyScan(bytes, scanJpeg2000(bytes), withBlankSegments);
    default: {
      const endAt = findCodedEnd(bytes, coding, decodedPartBytes(image, part));
      return endAt === undefined
        ? undefined
        : cutTail(bytes, endAt, { removed: [], removedBytes: [], bytes });
    }
  }
}

/** The tables that JPEG tiles share, without comments and application data. */
export function cleanJpegTables(bytes: Buffer): CleanedPart | undefined {
  return applyScan(bytes, scanJpeg(bytes), withoutSegments);
}

function applyScan(
  bytes: Buffer,
  scan: ScannedStream | undefined,
  clean: (bytes: Buffer, scan: ScannedStream) => Buffer,
): CleanedPart | undefined {
  if (scan === undefined) return undefined;
  const { metadata, endAt } = scan;
  return cutTail(bytes, endAt, {
    bytes: metadata.length === 0 ? bytes.subarray(0, endAt) : clean(bytes, scan),
    removed: metadata.map((each) => each.name),
    removedBytes: metadata.map(({ contentStart, end }) => bytes.subarray(contentStart, end)),
  });
}

function cutTail(bytes: Buffer, endAt: number, part: CleanedPart): CleanedPart {
  // padding to an even length is no finding
  const tail = bytes.subarray(endAt);
  const isPadding = tail.every((each) => each === 0 || each === 0xff);
  return {
    bytes: part.bytes.subarray(0, Math.min(part.bytes.length, endAt)),
    removed: isPadding ? part.removed : [...part.removed, 'bytes after the pixels of a tile'],
    removedBytes: isPadding ? part.removedBytes : [...part.removedBytes, tail],
  };
}

function withoutSegments(bytes: Buffer, { metadata, endAt }: ScannedStream): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { start, end } of metadata) {
    pieces.push(bytes.subarray(from, start));
    from = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(from, endAt)]);
}

function withBlankSegments(bytes: Buffer, { metadata, endAt }: ScannedStream): Buffer {
  const blank = Buffer.from(bytes.subarray(0, endAt));
  for (const { contentStart, end } of metadata) blank.fill(0, contentStart, end);
  return blank;
}
