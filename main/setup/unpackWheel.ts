import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, open, type ZipFile } from 'yauzl';
import { LabError } from '../domain/labError.ts';
import { isWantedMember } from './planRuntimes.ts';
import { formatBytes, type SetupOutput, startProgress } from './setupProgress.ts';
import type { WheelPin } from './wheelPins.ts';

export interface UnpackOptions extends SetupOutput {
  readonly signal?: AbortSignal | undefined;
}

/** Unpacks the wanted members of a wheel below a folder, streamed, one after the other.
 *  @throws LabError 'setup-failed' when the wheel is no ZIP archive or lacks the wanted members */
export async function unpackWheel(
  wheel: WheelPin,
  { wheelPath, folder }: { readonly wheelPath: string; readonly folder: string },
  options: UnpackOptions,
): Promise<void> {
  const archive = await openArchive(wheelPath);
  try {
    const entries = (await listEntries(archive)).filter((entry) => isWantedMember(wheel, entry.fileName));
    const totalBytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (totalBytes === 0)
      throw new LabError('setup-failed', `${wheelPath} lacks the files that set-up needs.`);
    options.log(`Unpacking ${wheel.project} ${wheel.version}, ${formatBytes(totalBytes)} …`);
    const progress = startProgress(`  ${wheel.project} unpacked`, totalBytes, options);
    let doneBytes = 0;
    try {
      for (const entry of entries) {
        const path = join(folder, entry.fileName);
        await mkdir(dirname(path), { recursive: true });
        const count = countBytes((bytes) => {
          doneBytes += bytes;
          progress.report(doneBytes);
        });
        const signal = options.signal === undefined ? {} : { signal: options.signal };
        await pipeline(
          await openEntry(archive, entry),
          count,
          createWriteStream(path, { mode: fileMode(entry) }),
          signal,
        );
      }
    } finally {
      progress.dispose();
    }
  } finally {
    archive.close();
  }
}

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (cause, archive) => {
      if (cause === null) resolve(archive);
      else reject(new LabError('setup-failed', `${path} is no wheel: ${cause.message}`, {}, { cause }));
    });
  });
}

/** All members; yauzl refuses names that lead out of the folder. */
function listEntries(archive: ZipFile): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.on('end', () => resolve(entries));
    archive.on('error', reject);
    archive.readEntry();
  });
}

function openEntry(archive: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (cause, stream) => {
      if (cause === null) resolve(stream);
      else reject(cause);
    });
  });
}

/** Permissions as zipped on Unix (high half of the attributes), so that CUDA's ptxas can be run. */
function fileMode(entry: Entry): number {
  return 0o644 | ((entry.externalFileAttributes >>> 16) & 0o111);
}

function countBytes(report: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      report(chunk.length);
      done(undefined, chunk);
    },
  });
}
