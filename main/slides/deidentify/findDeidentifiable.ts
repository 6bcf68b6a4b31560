import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { readFailure } from '../fileFailure.ts';
import { compareNaturally, isSystemName } from '../imageFileName.ts';
import { openPlainFile } from '../openPlainFile.ts';
import { isDicomHead } from './dicomFile.ts';
import { refuseFormat } from './refuseFormat.ts';

/** A slide of which a de-identified copy can be tried. */
export type Deidentifiable =
  | { readonly kind: 'tiff'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'dicom-file'; readonly path: string; readonly sizeBytes: number }
  | {
      readonly kind: 'dicom-folder';
      readonly path: string;
      readonly sizeBytes: number;
      /** of the DICOM files that lie directly in it, in natural order of their names */
      readonly files: readonly string[];
      /** entries of the folder that are no DICOM files: they are not copied */
      readonly otherCount: number;
    };

const headBytes = 132;

/** Tells by its first bytes whether a file is one of those that can be rewritten; of a folder, by its files.
 *  @throws LabError 'deidentification-failed' naming the format and those that can be done
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function findDeidentifiable(path: string): Promise<Deidentifiable> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  if (found.isDirectory()) return findInFolder(path);
  const { head, sizeBytes } = await readHead(path);
  if (isDicomHead(head)) return { kind: 'dicom-file', path, sizeBytes };
  if (/\.mrxs$/i.test(path)) throw refuseFormat(basename(path), '3DHISTECH MRXS');
  if (/^(II[*+]\0|MM\0[*+])/.test(head.toString('latin1', 0, 4))) return { kind: 'tiff', path, sizeBytes };
  throw refuseFormat(basename(path), nameFormat(head));
}

async function findInFolder(path: string): Promise<Deidentifiable> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  const files: string[] = [];
  let sizeBytes = 0;
  const names = entries.map((entry) => entry.name).filter((name) => !isSystemName(name));
  for (const name of names.sort(compareNaturally)) {
    const file = join(path, name);
    if (!(await stat(file).catch(() => undefined))?.isFile()) continue;
    const read = await readHead(file);
    if (!isDicomHead(read.head)) continue;
    files.push(file);
    sizeBytes += read.sizeBytes;
  }
  if (files.length > 0)
    return { kind: 'dicom-folder', path, files, sizeBytes, otherCount: names.length - files.length };
  throw new LabError(
    'deidentification-failed',
    `Cannot de-identify the folder ${basename(path)}: it holds no DICOM files. Give a slide's file, or the folder of a DICOM series.`,
  );
}

async function readHead(path: string): Promise<{ readonly head: Buffer; readonly sizeBytes: number }> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return { head: head.subarray(0, bytesRead), sizeBytes };
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await handle.close();
  }
}

function nameFormat(head: Buffer): string {
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG')) return 'PNG';
  if (text.startsWith('ZISRAWFILE')) return 'Zeiss CZI';
  if (text.startsWith('SQLite format 3')) return 'Sakura';
  if (text.startsWith('BM')) return 'BMP';
  return text.slice(8, 12) === 'WEBP' ? 'WebP' : 'such';
}
