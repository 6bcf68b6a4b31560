import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { readFailure } from '../fileFailure.ts';
import { openPlainFile } from '../openPlainFile.ts';
import {
  type DicomElement,
  type DicomStretch,
  DicomSyntaxError,
  pixelDataTag,
  readElementHead,
  readElements,
} from './dicomElements.ts';

/** A DICOM file whose elements before the pixels are in memory. Whoever opens it disposes of it. */
export interface DicomFile {
  readonly path: string;
  /** base name, for messages */
  readonly name: string;
  readonly sizeBytes: number;
  /** the file up to its pixels */
  readonly head: Buffer;
  /** elements of group 2, which say how the others are coded */
  readonly meta: readonly DicomElement[];
  readonly transferSyntax: string;
  /** where the elements of the data set lie in `head` */
  readonly stretch: DicomStretch;
  /** the data set's own elements, without the pixel data */
  readonly elements: readonly DicomElement[];
  readonly pixels: DicomPixels;
  /** @throws LabError 'slide-unreadable' | 'file-missing' */
  readBytes(at: number, byteLength: number): Promise<Buffer>;
  dispose(): Promise<void>;
}

interface DicomPixels {
  readonly vr: string;
  readonly valueAt: number;
  /** undefined for encapsulated pixels, which a delimiter ends */
  readonly byteLength: number | undefined;
}

const prefixBytes = 132;
const storageClassTag = 0x00020002;
const transferSyntaxTag = 0x00020010;
/** The file meta group comes first and is short. */
const storageClassBytes = 4096;
const deflated = '1.2.840.10008.1.2.1.99';
const bigEndian = '1.2.840.10008.1.2.2';
const implicit = '1.2.840.10008.1.2';

/** Read at once; the positions of 100,000 frames take some 25 MB. */
const headSizesBytes = [256_000, 4_000_000, 64_000_000];

/** True for the beginning of a DICOM file. @param head at least its first 132 bytes */
export function isDicomHead(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(128, prefixBytes)).toString('latin1') === 'DICM';
}

/** @throws LabError 'slide-unreadable' when it is damaged or has no pixels, 'deidentification-failed' when it is
 *  coded in a way that is not rewritten, 'image-too-large', 'file-missing' */
export async function openDicomFile(path: string): Promise<DicomFile> {
  const { handle, sizeBytes } = await openPlainFile(path);
  const readBytes = createReader(handle, path);
  try {
    for (const headBytes of headSizesBytes) {
      const head = await readBytes(0, Math.min(headBytes, sizeBytes));
      const parsed = parseHead(path, head, sizeBytes);
      if (parsed === undefined) continue;
      return {
        path,
        name: basename(path),
        sizeBytes,
        ...parsed,
        readBytes,
        dispose: () => handle.close(),
      };
    }
    throw new LabError(
      'image-too-large',
      `Cannot de-identify ${basename(path)}: it holds more than 64 MB before its pixels.`,
      { path },
    );
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Bytes read around a small piece: frames are often a few kB and are read one after the other. */
const windowBytes = 64 * 1024;

function createReader(handle: FileHandle, path: string): DicomFile['readBytes'] {
  let window: { readonly at: number; readonly bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) };
  const read = async (at: number, byteLength: number): Promise<Buffer> => {
    const bytes = Buffer.allocUnsafeSlow(byteLength);
    let done = 0;
    for (let last = -1; done < byteLength && last !== 0; done += last)
      last = (await handle.read(bytes, done, byteLength - done, at + done)).bytesRead;
    return bytes.subarray(0, done);
  };
  const readWindow = async (at: number, byteLength: number): Promise<Buffer> => {
    let held = window;
    if (at < held.at || at + byteLength > held.at + held.bytes.length)
      held = { at, bytes: await read(at, windowBytes) };
    window = held;
    return held.bytes.subarray(at - held.at, at - held.at + byteLength);
  };
  return async (at, byteLength) => {
    try {
      const bytes = await (byteLength < windowBytes ? readWindow(at, byteLength) : read(at, byteLength));
      if (bytes.length === byteLength) return bytes;
    } catch (error) {
      throw readFailure(error, path);
    }
    throw dicomFailure(path, 'it ends within its pixels');
  };
}

/** What kind of object a DICOM file holds, by its first bytes.
 *  @returns '' when it does not say so there
 *  @throws LabError 'slide-unreadable' | 'file-missing' */
export async function readStorageClass(path: string): Promise<string> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    const head = Buffer.alloc(Math.min(storageClassBytes, sizeBytes));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const { meta } = readMeta(head.subarray(0, bytesRead));
    return textOfElement(
      head,
      meta.find((each) => each.tag === storageClassTag),
    );
  } catch (error) {
    if (error instanceof DicomSyntaxError) return '';
    throw readFailure(error, path);
  } finally {
    await handle.close();
  }
}

/** A DICOM file whose contents contradict themselves, as an error for people. @param reason half a sentence */
export function dicomFailure(path: string, reason: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: ${reason}. The file is damaged or cut short: copy it anew from its source.`,
    { path },
  );
}

/** What a damaged item of a sequence is to a person. @returns any other error as it is */
export function asDicomFailure(error: unknown, path: string): unknown {
  return error instanceof DicomSyntaxError ? dicomFailure(path, error.message) : error;
}

type ParsedHead = Pick<DicomFile, 'head' | 'meta' | 'transferSyntax' | 'stretch' | 'elements' | 'pixels'>;

/** @returns undefined when more of the file must be read */
function parseHead(path: string, head: Buffer, sizeBytes: number): ParsedHead | undefined {
  if (!isDicomHead(head)) throw dicomFailure(path, 'it is no DICOM file');
  try {
    const { meta, start } = readMeta(head);
    const transferSyntax = textOfElement(
      head,
      meta.find((each) => each.tag === transferSyntaxTag),
    );
    refuseSyntax(basename(path), transferSyntax);
    const stretch = { start, end: head.length, isExplicit: transferSyntax !== implicit };
    const elements: DicomElement[] = [];
    const reader = readElements(head, stretch);
    let read = reader.next();
    for (; read.done !== true; read = reader.next()) elements.push(read.value);
    const end = read.value;
    const pixels = end + 8 <= head.length ? readElementHead(head, { ...stretch, start: end }) : undefined;
    if (pixels?.tag !== pixelDataTag) {
      if (head.length < sizeBytes) return undefined;
      throw dicomFailure(path, 'it holds no pixels');
    }
    return {
      head: head.subarray(0, pixels.valueAt),
      meta,
      transferSyntax,
      stretch: { ...stretch, end },
      elements,
      pixels: {
        vr: pixels.vr ?? 'OW',
        valueAt: pixels.valueAt,
        byteLength: pixels.length === 0xffffffff ? undefined : pixels.length,
      },
    };
  } catch (error) {
    if (!(error instanceof DicomSyntaxError)) throw error;
    if (error.isCutShort && head.length < sizeBytes) return undefined;
    throw dicomFailure(path, error.message);
  }
}

/** Elements of group 2 are always explicit, and hold no sequences. */
function readMeta(head: Buffer): { readonly meta: readonly DicomElement[]; readonly start: number } {
  const meta: DicomElement[] = [];
  let at = prefixBytes;
  while (at + 8 <= head.length && head.readUInt16LE(at) === 2) {
    const { length, ...element } = readElementHead(head, { start: at, end: head.length, isExplicit: true });
    const valueEnd = element.valueAt + length;
    if (valueEnd > head.length) throw new DicomSyntaxError('an element reaches beyond its end', true);
    const common = { headerAt: at, valueEnd, hasUndefinedLength: false, items: undefined, isExplicit: true };
    meta.push({ ...element, ...common });
    at = valueEnd;
  }
  return { meta, start: at };
}

/** The text of an element without padding; '' of none. */
export function textOfElement(bytes: Buffer, element: DicomElement | undefined): string {
  if (element === undefined) return '';
  return bytes
    .toString('latin1', element.valueAt, element.valueEnd)
    .replace(/[\0 ]+$/, '')
    .trim();
}

function refuseSyntax(name: string, transferSyntax: string): void {
  const said =
    transferSyntax === deflated
      ? 'its elements are deflated'
      : transferSyntax === bigEndian
        ? 'its numbers are big-endian'
        : undefined;
  if (said === undefined) return;
  throw new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: ${said} (transfer syntax ${transferSyntax}). Store it as explicit VR little endian first.`,
    { transferSyntax },
  );
}
