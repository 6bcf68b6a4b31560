import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findDeidentifiable } from '../../../../main/slides/deidentify/findDeidentifiable.ts';
import { proveDeidentified } from '../../../../main/slides/deidentify/proveDeidentified.ts';
import { type WrittenCopy, writeDeidentified } from '../../../../main/slides/deidentify/writeDeidentified.ts';
import { aFolder } from '../slideFolder.ts';

export interface ProvedCopy extends WrittenCopy {
  readonly bytes: Buffer;
  readonly copyPath: string;
  readonly sourcePath: string;
}

/** Copies a slide and proves the copy, whose original must be as it was. */
export async function deidentify(sourcePath: string): Promise<ProvedCopy> {
  const before = createHash('sha256')
    .update(await readFile(sourcePath))
    .digest('hex');
  const copyPath = join(await aFolder(), 'copy.tif');
  const slide = await findDeidentifiable(sourcePath);
  const written = await writeDeidentified(slide, {
    outPath: copyPath,
    signal: undefined,
    onBytes: undefined,
  });
  const proof = await proveDeidentified(slide, written);
  const copied = await readFile(copyPath);
  expect(proof.files[0]?.copySha256).toBe(createHash('sha256').update(copied).digest('hex'));
  expect(
    createHash('sha256')
      .update(await readFile(sourcePath))
      .digest('hex'),
  ).toBe(before);
  return { ...written, bytes: copied, copyPath, sourcePath };
}

export async function deidentifyBytes(file: Buffer): Promise<ProvedCopy> {
  return deidentify(join(await aFolder({ 'slide.tif': file }), 'slide.tif'));
}
