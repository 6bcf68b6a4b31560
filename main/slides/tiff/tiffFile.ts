import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { readFailure } from '../fileFailure.ts';
import { openPlainFile } from '../openPlainFile.ts';

/** A TIFF or BigTIFF file opened for positioned reads; its header has been checked. Whoever opens it disposes
 *  of it. Reads may overlap. */
export interface TiffFile {
  readonly path: string;
  /** base name, for messages */
  readonly name: string;
  readonly sizeBytes: number;
  readonly isLittleEndian: boolean;
  /** BigTIFF: offsets and counts are 64 bits wide */
  readonly isBig: boolean;
  /** byte at which the pointer to the first directory lies */
  readonly firstPointerAt: number;
  /** Reads exactly these bytes. Ranges are judged against the file's size before memory is asked for.
   *  @throws LabError 'slide-unreadable' | 'file-missing' */
  readBytes(at: number, byteLength: number): Promise<Buffer>;
  /** Closes the file once running reads are done. */
  dispose(): Promise<void>;
}

/** @throws LabError 'file-missing' | 'slide-unreadable' when it is no TIFF */
export async function openTiffFile(path: string): Promise<TiffFile> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    const head = await readExactly(handle, { path, sizeBytes, at: 0, byteLength: Math.min(16, sizeBytes) });
    const header = readHeader(head);
    if (header === undefined) throw tiffFailure(path, 'it does not begin as a TIFF file');
    return {
      path,
      name: basename(path),
      sizeBytes,
      ...header,
      readBytes: (at, byteLength) => readExactly(handle, { path, sizeBytes, at, byteLength }),
      dispose: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A TIFF file whose contents contradict themselves, as an error for people. @param reason half a sentence */
export function tiffFailure(path: string, reason: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: ${reason}. The file is damaged or cut short: copy it anew from its source.`,
    { path },
  );
}

function readHeader(head: Buffer): Pick<TiffFile, 'isLittleEndian' | 'isBig' | 'firstPointerAt'> | undefined {
  if (head.length < 8) return undefined;
  const order = head.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const isLittleEndian = order === 'II';
  const word = (at: number) => (isLittleEndian ? head.readUInt16LE(at) : head.readUInt16BE(at));
  if (word(2) === 42) return { isLittleEndian, isBig: false, firstPointerAt: 4 };
  // BigTIFF says how wide its offsets are: always 8 bytes, then a zero
  const isBigTiff = word(2) === 43 && head.length === 16 && word(4) === 8 && word(6) === 0;
  return isBigTiff ? { isLittleEndian, isBig: true, firstPointerAt: 8 } : undefined;
}

interface ByteRange {
  readonly path: string;
  readonly sizeBytes: number;
  readonly at: number;
  readonly byteLength: number;
}

async function readExactly(
  handle: FileHandle,
  { path, sizeBytes, at, byteLength }: ByteRange,
): Promise<Buffer> {
  const isInside = at >= 0 && byteLength >= 0 && at + byteLength <= sizeBytes;
  if (!isInside) throw tiffFailure(path, `it refers to byte ${at + byteLength} of only ${sizeBytes}`);
  const bytes = Buffer.allocUnsafeSlow(byteLength);
  let done = 0;
  while (done < byteLength) {
    const { bytesRead } = await handle
      .read(bytes, done, byteLength - done, at + done)
      .catch((error: unknown) => {
        throw readFailure(error, path);
      });
    if (bytesRead === 0) throw tiffFailure(path, 'it became shorter while it was open');
    done += bytesRead;
  }
  return bytes;
}
