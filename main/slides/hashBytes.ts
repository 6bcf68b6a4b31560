import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { throwIfCancelled } from './fileFailure.ts';

/** What a file's bytes are. */
export interface FileHash {
  /** SHA-256, 64 lower-case hexadecimal digits */
  readonly sha256: string;
  readonly sizeBytes: number;
}

const chunkBytes = 1 << 20;
/** Buffers that wait for the next file: a stream would throw one away for each, a megabyte a slide in a batch. */
const idle: Buffer[] = [];
const mostIdle = 4;

/** SHA-256 of a file, read piece by piece. @throws the reader's own error; LabError 'cancelled' */
export async function hashBytes(path: string, signal?: AbortSignal): Promise<FileHash> {
  const file = await open(path);
  const buffer = idle.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  try {
    return await hashWith(buffer, file, { name: basename(path), signal });
  } finally {
    if (idle.length < mostIdle) idle.push(buffer);
    await file.close();
  }
}

async function hashWith(
  buffer: Buffer,
  file: FileHandle,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal | undefined },
): Promise<FileHash> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for (;;) {
    throwIfCancelled(signal, name);
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeBytes };
    hash.update(buffer.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
}
