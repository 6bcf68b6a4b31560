import { LabError } from '../../domain/labError.ts';
import type { DicomElement } from './dicomElements.ts';
import { type DicomFile, dicomFailure, textOfElement } from './dicomFile.ts';
import { type ScannedStream, scanJpeg } from './scanJpeg.ts';
import { scanJpeg2000 } from './scanJpeg2000.ts';

/** A piece of pixel data as it lies in a file. */
interface StoredFrame {
  readonly at: number;
  readonly byteLength: number;
}

/** Where the pixels of a DICOM file lie. */
export interface FrameTable {
  /** encapsulated: one each; native: all frames in one piece */
  readonly frames: readonly StoredFrame[];
  /** of encapsulated pixels: the item that lists where frames begin, empty or one number a frame */
  readonly offsetTable: StoredFrame | undefined;
  /** byte after the pixel data, its delimiter included */
  readonly end: number;
}

const jpegSyntaxes = ['50', '51', '57', '70', '80', '81'].map((last) => `1.2.840.10008.1.2.4.${last}`);
const jpeg2000Syntaxes = ['90', '91', '92', '93', '201', '202', '203'].map(
  (last) => `1.2.840.10008.1.2.4.${last}`,
);
const runLengthSyntax = '1.2.840.10008.1.2.5';
const nativeSyntaxes = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];

/** A frame is looked through whole; far more than any scanner writes. */
const mostFrameBytes = 256e6;
const mostFrames = 4_000_000;

/** Lists where the frames lie. Reads only their headers.
 *  @throws LabError 'slide-unreadable' when the pixels are not all there, 'deidentification-failed' when they are
 *  coded or cut into pieces so that what they carry cannot be told */
export async function listDicomFrames(file: DicomFile): Promise<FrameTable> {
  const { pixels } = file;
  if (pixels.byteLength !== undefined) return listNativeFrames(file, pixels.byteLength);
  const frames: StoredFrame[] = [];
  let offsetTable: StoredFrame | undefined;
  let at = pixels.valueAt;
  for (;;) {
    const head = await file.readBytes(at, 8);
    const [tag, byteLength] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    if (tag === 0xe0ddfffe) break;
    if (tag !== 0xe000fffe || at + 8 + byteLength > file.sizeBytes)
      throw dicomFailure(file.path, 'its frames are not where they are said to be');
    if (byteLength > mostFrameBytes || frames.length >= mostFrames) throw tooLarge(file.name);
    if (offsetTable === undefined) offsetTable = { at: at + 8, byteLength };
    else frames.push({ at: at + 8, byteLength });
    at += 8 + byteLength;
  }
  const frameCount = numberOfFrames(file);
  if (offsetTable === undefined || frames.length < frameCount)
    throw dicomFailure(file.path, `it has ${frames.length} of its ${frameCount} frames`);
  if (frames.length > frameCount) throw unjudged(file.name, 'its frames lie in several pieces each');
  await checkOffsets(file, frames, offsetTable);
  return { frames, offsetTable, end: at + 8 };
}

/** A frame with zeros in place of comments and application data, and of what follows its end; its length and all
 *  coded pixels stay.
 *  @returns undefined when the frame is damaged so that this cannot be told */
export function blankFrame(file: DicomFile, frame: Buffer): BlankedFrame | undefined {
  if (file.transferSyntax === runLengthSyntax) return { bytes: frame, removed: [], removedBytes: [] };
  const scan = jpegSyntaxes.includes(file.transferSyntax) ? scanJpeg(frame) : scanJpeg2000(frame);
  return scan === undefined ? undefined : blank(frame, scan);
}

interface BlankedFrame {
  readonly bytes: Buffer;
  readonly removed: readonly string[];
  readonly removedBytes: readonly Buffer[];
}

function blank(frame: Buffer, { metadata, endAt }: ScannedStream): BlankedFrame {
  const tail = frame.subarray(endAt);
  const spans = metadata.map(({ name, contentStart, end }) => ({ name, start: contentStart, end }));
  const hasTail = tail.some((byte) => byte !== 0);
  if (hasTail) spans.push({ name: 'bytes after the pixels of a frame', start: endAt, end: frame.length });
  if (spans.length === 0) return { bytes: frame, removed: [], removedBytes: [] };
  const bytes = Buffer.from(frame);
  for (const { start, end } of spans) bytes.fill(0, start, end);
  return {
    bytes,
    removed: spans.map((span) => span.name),
    removedBytes: spans.map(({ start, end }) => frame.subarray(start, end)),
  };
}

function listNativeFrames(file: DicomFile, byteLength: number): FrameTable {
  if (!nativeSyntaxes.includes(file.transferSyntax))
    throw dicomFailure(file.path, 'its pixels are not encapsulated, though they are compressed');
  const { valueAt } = file.pixels;
  const samples =
    numberOfFrames(file) *
    numberOf(file, 0x00280010) *
    numberOf(file, 0x00280011) *
    numberOf(file, 0x00280002);
  const pixelBytes = Math.ceil((samples * numberOf(file, 0x00280100)) / 8);
  if (!(pixelBytes > 0) || byteLength < pixelBytes || valueAt + byteLength > file.sizeBytes)
    throw dicomFailure(file.path, 'it ends within its pixels');
  return {
    frames: [{ at: valueAt, byteLength: pixelBytes }],
    offsetTable: undefined,
    end: valueAt + pixelBytes + (pixelBytes % 2),
  };
}

/** @throws LabError when the pixels are compressed in a way that is not known */
export function refuseUnknownPixels(file: DicomFile): void {
  const known = [...nativeSyntaxes, ...jpegSyntaxes, ...jpeg2000Syntaxes, runLengthSyntax];
  if (known.includes(file.transferSyntax)) return;
  throw unjudged(
    file.name,
    `its pixels are compressed in a way that the lab cannot look into (transfer syntax ${file.transferSyntax})`,
  );
}

function elementOf(file: DicomFile, tag: number): DicomElement | undefined {
  return file.elements.find((each) => each.tag === tag);
}

function numberOf(file: DicomFile, tag: number): number {
  const element = elementOf(file, tag);
  const isShort = element !== undefined && element.valueEnd - element.valueAt === 2;
  return isShort ? file.head.readUInt16LE(element.valueAt) : 0;
}

function numberOfFrames(file: DicomFile): number {
  const text = textOfElement(file.head, elementOf(file, 0x00280008));
  const count = text === '' ? 1 : Number(text);
  if (Number.isInteger(count) && count > 0 && count <= mostFrames) return count;
  throw dicomFailure(file.path, 'it does not say how many frames it has');
}

const [extendedOffsetsTag, extendedLengthsTag] = [0x7fe00001, 0x7fe00002];

/** Both tables of offsets are copied, so they must be what they claim to be. */
async function checkOffsets(
  file: DicomFile,
  frames: readonly StoredFrame[],
  table: StoredFrame,
): Promise<void> {
  const first = table.at + table.byteLength;
  const starts = frames.map((frame) => frame.at - 8 - first);
  const basic = await file.readBytes(table.at, table.byteLength);
  const isBasicRight =
    basic.length === 0 ||
    (basic.length === 4 * frames.length && starts.every((start, i) => basic.readUInt32LE(4 * i) === start));
  const matches = (tag: number, expected: (frame: number, value: bigint) => boolean) => {
    const element = elementOf(file, tag);
    if (element === undefined) return true;
    const values = file.head.subarray(element.valueAt, element.valueEnd);
    return (
      values.length === 8 * frames.length &&
      frames.every((_, i) => expected(i, values.readBigUInt64LE(8 * i)))
    );
  };
  const isExtendedRight =
    matches(extendedOffsetsTag, (i, value) => value === BigInt(starts[i] ?? -1)) &&
    matches(extendedLengthsTag, (i, value) => value <= BigInt(frames[i]?.byteLength ?? 0));
  if (!isBasicRight || !isExtendedRight)
    throw dicomFailure(file.path, 'its frames are not where they are said to be');
}

function tooLarge(name: string): LabError {
  return new LabError('image-too-large', `Cannot de-identify ${name}: it holds frames of more than 256 MB.`);
}

function unjudged(name: string, reason: string): LabError {
  return new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: ${reason}, so what they carry cannot be told. Export the slide anew with JPEG or JPEG 2000 compression.`,
  );
}
