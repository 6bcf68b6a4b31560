import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { manifestName } from './modelBundle.ts';

/** Writes a bundle as a ZIP archive, the manifest first.
 *  @param at time of all its files: the same model gives the same archive
 *  @throws the file system's own error */
export async function writeBundleZip(
  path: string,
  {
    manifest,
    files,
    at,
  }: {
    readonly manifest: string;
    readonly files: readonly { readonly path: string; readonly source: string }[];
    readonly at: Date;
  },
): Promise<void> {
  const archive = new ZipFile();
  const options = { mtime: at, mode: 0o100_644 };
  const written = pipeline(archive.outputStream as Readable, createWriteStream(path, { flags: 'wx' }));
  archive.addBuffer(Buffer.from(manifest), manifestName, options);
  for (const file of files) archive.addFile(file.source, file.path, options);
  // a file that vanishes meanwhile is told here, and would leave the stream waiting
  const failed = new Promise<never>((_, reject) => archive.once('error', reject));
  archive.end();
  await Promise.race([written, failed]);
}
