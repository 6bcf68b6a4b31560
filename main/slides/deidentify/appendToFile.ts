import type { FileHandle } from 'node:fs/promises';
import { writeFailure } from '../fileFailure.ts';

/** A new file that grows at its end; small pieces are gathered to larger writes. */
export interface GrowingFile {
  /** byte at which the next piece will lie */
  readonly sizeBytes: number;
  /** @throws LabError 'disk-full' | 'output-unwritable' */
  append(bytes: Uint8Array): Promise<void>;
  /** Writes what is gathered, puts bytes over earlier ones, and waits until the disk has all of it.
   *  @throws LabError 'disk-full' | 'output-unwritable' */
  finish(patches: readonly { readonly at: number; readonly bytes: Uint8Array }[]): Promise<void>;
}

const gatheredBytes = 4_000_000;

/** @param handle open for writing, empty */
export function appendToFile(handle: FileHandle, path: string): GrowingFile {
  let gathered: Uint8Array[] = [];
  let gatheredSize = 0;
  let written = 0;
  const writeAt = async (bytes: Uint8Array, at: number) => {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
  };
  const flush = async () => {
    const bytes = Buffer.concat(gathered, gatheredSize);
    [gathered, gatheredSize] = [[], 0];
    await writeAt(bytes, written);
    written += bytes.length;
  };
  const asLabError = (error: unknown): never => {
    throw writeFailure(error, path);
  };
  return {
    get sizeBytes() {
      return written + gatheredSize;
    },
    async append(bytes) {
      gathered.push(bytes);
      gatheredSize += bytes.length;
      if (gatheredSize >= gatheredBytes) await flush().catch(asLabError);
    },
    async finish(patches) {
      const finish = async () => {
        await flush();
        for (const { at, bytes } of patches) await writeAt(bytes, at);
        await handle.sync();
      };
      await finish().catch(asLabError);
    },
  };
}
