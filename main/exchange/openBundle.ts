import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { LabError } from '../domain/labError.ts';
import { type BundleEntry, bundleLimits, refusal } from './modelBundle.ts';
import { relativePath } from './relativePath.ts';

/** A bundle whose files can be read one after the other. Whoever opens it closes it. */
export interface OpenBundle {
  readonly entries: readonly BundleEntry[];
  /** never more bytes than its entry says: the stream fails before. @param path of an entry */
  read(path: string): Promise<Readable>;
  close(): void;
}

/** Opens an exported model, a ZIP archive or a folder.
 *  @throws LabError 'file-missing' | 'model-import-refused' */
export async function openBundle(path: string): Promise<OpenBundle> {
  const found = await lstat(path).catch((cause: unknown) => {
    throw new LabError('file-missing', `There is no ${path}. Check the path.`, { path }, { cause });
  });
  return found.isDirectory() ? openFolder(path) : openZip(path);
}

async function openFolder(folder: string): Promise<OpenBundle> {
  const entries: BundleEntry[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relativePath(folder, path);
    if (!entry.isFile()) throw refusal(`${name} is a link or a device`);
    entries.push({ path: name, sizeBytes: (await lstat(path)).size });
    if (entries.length > bundleLimits.fileCount + 1) break;
  }
  return {
    entries,
    read: async (path) => createReadStream(join(folder, path)),
    close: () => undefined,
  };
}

async function openZip(path: string): Promise<OpenBundle> {
  const archive = await new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (cause, opened) => {
      if (cause === null) resolve(opened);
      else reject(refusal(`it is no ZIP archive (${cause.message})`, cause));
    });
  });
  try {
    const entries = await listZip(archive);
    const byPath = new Map(entries.map((entry) => [entry.fileName, entry]));
    return {
      entries: entries.map(({ fileName, uncompressedSize }) => ({
        path: fileName,
        sizeBytes: uncompressedSize,
      })),
      read: (wanted) => readZipEntry(archive, byPath.get(wanted)),
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Names that lead out of the folder, and backslashes, are refused by the library. */
function listZip(archive: ZipFile): Promise<readonly Entry[]> {
  if (archive.entryCount > 2 * bundleLimits.fileCount)
    throw refusal(`it holds ${archive.entryCount} files; a model has at most ${bundleLimits.fileCount}`);
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on('entry', (entry: Entry) => {
      const fault = faultOf(entry);
      if (fault !== undefined) return reject(refusal(fault));
      // of a folder, which its files make by themselves
      if (!entry.fileName.endsWith('/')) entries.push(entry);
      archive.readEntry();
    });
    archive.on('end', () => resolve(entries));
    archive.on('error', (cause: Error) => reject(refusal(cause.message, cause)));
    archive.readEntry();
  });
}

const fileTypeBits = 0o170_000;
const regularFile = 0o100_000;
const folderType = 0o040_000;
const isEncrypted = 1;

function faultOf(entry: Entry): string | undefined {
  if ((entry.generalPurposeBitFlag & isEncrypted) !== 0) return `${entry.fileName} is encrypted`;
  // what was zipped on Unix says in the high half of the attributes what it was
  const type = (entry.externalFileAttributes >>> 16) & fileTypeBits;
  const isPlain = type === 0 || type === regularFile || type === folderType;
  return isPlain ? undefined : `${entry.fileName} is a link or a device`;
}

function readZipEntry(archive: ZipFile, entry: Entry | undefined): Promise<Readable> {
  if (entry === undefined) throw new Error('The bundle has no such file');
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (cause, stream) => {
      if (cause === null) resolve(stream);
      else reject(refusal(`${entry.fileName} cannot be unpacked (${cause.message})`, cause));
    });
  });
}
