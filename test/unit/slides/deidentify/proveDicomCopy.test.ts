import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { proveDicomCopy } from '../../../../main/slides/deidentify/proveDicomCopy.ts';
import { aDicomSlide, type BuiltElement, nativePixels, writeElement } from './aDicomSlide.ts';
import { deidentifyBytes } from './copySlide.ts';
import { plantedName } from './plantedName.ts';

/** A file with an element put before another, in its place in the order of tags. */
function withElement(file: Buffer, element: BuiltElement, before: number): Buffer {
  const group = Buffer.from([(before >> 16) & 255, before >> 24, before & 255, (before >> 8) & 255]);
  const at = file.indexOf(group, 300);
  expect(at).toBeGreaterThan(-1);
  return Buffer.concat([file.subarray(0, at), writeElement(element, true, false), file.subarray(at)]);
}

function replaced(file: Buffer, from: string | Buffer, to: string): Buffer {
  const at = file.indexOf(from);
  expect(at).toBeGreaterThan(-1);
  const changed = Buffer.from(file);
  changed.write(to, at, 'latin1');
  return changed;
}

test.each<[string, (file: Buffer) => Buffer, string]>([
  ['bytes after the pixels', (file) => Buffer.concat([file, Buffer.from('Erik')]), 'after its pixels'],
  ['a name in the preamble', (file) => replaced(file, Buffer.alloc(16), plantedName), 'preamble'],
  ['a comment', (file) => withElement(file, [0x00104000, 'LT', 'Erika'], 0x00120062), 'PatientComments'],
  [
    'a private attribute',
    (file) => withElement(file, [0x00110010, 'LO', 'x'], 0x00120062),
    'private attribute',
  ],
  [
    'an attribute of no name',
    (file) => withElement(file, [0x00189999, 'LO', 'x'], 0x0020000d),
    '(0018,9999)',
  ],
  ['a study date', (file) => withElement(file, [0x00080020, 'DA', '20260102'], 0x00080023), 'StudyDate'],
  ['another date', (file) => replaced(file, '19000101', '20260102'), 'ContentDate'],
  ['another maker that is a name', (file) => replaced(file, 'Maker', 'Muste'), 'not that of the original'],
  ['an old identifier', (file) => replaced(file, '2.25.', '1.2.3'), 'SOPInstanceUID'],
  ['a wrong mark', (file) => replaced(file, 'PS3.15', 'Erika '), 'how it was de-identified'],
  ['another pixel', (file) => replaced(file, nativePixels().subarray(0, 9), 'Erika'), 'frame 1'],
  ['another number', (file) => replaced(file, '0.0005\\0.0005', '0.0004\\0.0004'), 'geometry'],
  ['a term that is none', (file) => replaced(file, 'ORIGINAL', 'ERIKA   '), 'ImageType'],
])('the proof fails for %s', async (_what, change, said) => {
  const copy = await deidentifyBytes(aDicomSlide());
  await writeFile(copy.copyPath, change(copy.bytes));
  await expect(proveDicomCopy(copy.sourcePath, copy.copyPath, undefined)).rejects.toMatchObject({
    code: 'deidentification-failed',
    message: expect.stringContaining(said),
  });
});
