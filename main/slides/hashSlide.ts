import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure, throwIfCancelled } from './fileFailure.ts';
import { type FileHash, hashBytes } from './hashBytes.ts';
import { listSlideFiles } from './listSlideFiles.ts';

/** What a slide's bytes are, whatever the slide is called and wherever it lies. */
export type SlideHash = FileHash;

/** SHA-256 of a slide. Of a slide that is one file: of its bytes, as `sha256sum` prints it. Of a folder of fields,
 *  a DICOM series, and a file with companions (MIRAX, Hamamatsu VMS): of one line "name NUL file's sha256" for each
 *  file, sorted by name; so renaming or moving the slide keeps it, and any change of a file's bytes or name changes
 *  it. Names are hashed in Unicode NFC: macOS changes the form when it copies. Streams: memory is a few buffers
 *  whatever the size.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'cancelled' */
export async function hashSlide(entry: SlideEntry, signal?: AbortSignal): Promise<SlideHash> {
  throwIfCancelled(signal, entry.name);
  const files = await listSlideFiles(entry);
  const [only] = files;
  if (entry.kind === 'image-file' && only !== undefined && files.length === 1)
    return hashFile(only.path, signal);
  const sorted = files.map(({ path, name }) => ({ path, hashedName: name.normalize('NFC') }));
  sorted.sort((a, b) => (a.hashedName < b.hashedName ? -1 : Number(a.hashedName > b.hashedName)));
  const whole = createHash('sha256');
  let sizeBytes = 0;
  for (const { path, hashedName } of sorted) {
    const file = await hashFile(path, signal);
    whole.update(`${hashedName}\0${file.sha256}\n`, 'utf8');
    sizeBytes += file.sizeBytes;
  }
  return { sha256: whole.digest('hex'), sizeBytes };
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<SlideHash> {
  try {
    if (!(await stat(path)).isFile())
      throw new LabError('slide-unreadable', `Cannot read ${basename(path)}: it is not a file.`, { path });
    return await hashBytes(path, signal);
  } catch (error) {
    throw readFailure(error, path);
  }
}
