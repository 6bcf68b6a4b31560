import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LabError } from '../../../../main/domain/labError.ts';
import { createRandom } from '../../../../main/domain/randomNumbers.ts';
import { findDeidentifiable } from '../../../../main/slides/deidentify/findDeidentifiable.ts';
import { proveDicomCopy } from '../../../../main/slides/deidentify/proveDicomCopy.ts';
import { proveTiffCopy } from '../../../../main/slides/deidentify/proveTiffCopy.ts';
import { writeDeidentified } from '../../../../main/slides/deidentify/writeDeidentified.ts';
import { mutateBytes } from '../../../helpers/mutateBytes.ts';
import { aFolder, aJpegField } from '../slideFolder.ts';
import { aDicomSlide, implicitSyntax, jpegSyntax } from './aDicomSlide.ts';
import { aTiff, rgbTags, rgbTiles, short, text } from './aTiff.ts';

/** One run over this many damaged files; the fuzz test of all readers does thousands. */
const rounds = 250;

test('of damaged files there is a proved copy or a LabError', { timeout: 120_000 }, async () => {
  const folder = await aFolder();
  const [source, copy] = [join(folder, 'source'), join(folder, 'copy')];
  const jpeg = await aJpegField(16, 16);
  const level = { tags: [...rgbTags(32, 32, 7), short(530, 2, 2)], parts: [jpeg, jpeg, jpeg, jpeg] };
  const label = { tags: [...rgbTags(16, 48), text(270, 'label')], parts: rgbTiles(16, 48) };
  const seeds = [
    aTiff([{ ...level, subDirectories: [{ tags: rgbTags(16, 16), parts: rgbTiles(16, 16) }] }, label]),
    aDicomSlide({ isDelimited: true }),
    aDicomSlide({ transferSyntax: implicitSyntax }),
    aDicomSlide({ transferSyntax: jpegSyntax, frames: [jpeg, jpeg] }),
  ];
  const random = createRandom(4711);
  const outcomes = { copied: 0, refused: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const seed = seeds[round % seeds.length] ?? Buffer.alloc(0);
    await writeFile(source, mutateBytes(seed, random));
    await rm(copy, { force: true });
    try {
      const slide = await findDeidentifiable(source);
      const written = await writeDeidentified(slide, {
        outPath: copy,
        signal: undefined,
        onBytes: undefined,
      });
      const prove = written.format === 'dicom' ? proveDicomCopy : proveTiffCopy;
      await prove(source, copy, undefined);
      outcomes.copied += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(LabError);
      // a header that was copied over pixels is rightly found there; any other finding is a fault of the writer
      const said = error instanceof LabError ? error.message : '';
      expect(said.includes('did not pass its check') && !said.includes('a text of'), said).toBe(false);
      outcomes.refused += 1;
    }
  }
  expect(outcomes.copied).toBeGreaterThan(10);
  expect(outcomes.refused).toBeGreaterThan(10);
});
