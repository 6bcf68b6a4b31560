import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SlideEntry } from '../../domain/slide.ts';
import { writeFailure } from '../fileFailure.ts';
import { writeJpeg, writePng } from '../writeImage.ts';
import { renderSyntheticField, type SyntheticFieldRequest } from './renderSyntheticField.ts';
import type { SyntheticCell } from './syntheticCell.ts';

/** A slide written to disk, with what was drawn on each of its fields. */
export interface SyntheticSlide {
  readonly entry: SlideEntry;
  readonly fields: readonly SyntheticSlideField[];
}

export interface SyntheticSlideField {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly cells: readonly SyntheticCell[];
}

/** The truth of all slides lies beside them: as no image, a scan ignores it. */
export const syntheticTruthFileName = 'SYNTHETIC-truth.json';

const description = 'SYNTHETIC blood smear rendered by Blastscope: no patient, for demonstration only';

/** Recipes of the demonstration slides: what a normal marrow or blood smear and a leukaemic one show. Both in
 *  one stain and as crowded, so that nothing but the cells tells them apart. */
const normal = {
  stain: 'lavender',
  crowding: 0.55,
  redCellPx: 40,
  cellMix: { lymphocyte: 11, neutrophil: 9, monocyte: 4 },
} as const;
const blasts = {
  stain: 'lavender',
  crowding: 0.45,
  redCellPx: 40,
  cellMix: { blast: 26, lymphocyte: 2 },
} as const;
const magnified = { stain: 'rose', crowding: 0.3, redCellPx: 56, cellMix: { blast: 12 } } as const;

/** Writes three synthetic slides and their truth into a folder: SYNTHETIC-normal and SYNTHETIC-blasts, folders
 *  of field JPEGs, and SYNTHETIC-single-field.png at a higher magnification. Made if missing; files of the same
 *  names are replaced. Every name, and the images' own description, says synthetic.
 *  @param seed the same seed gives the same files
 *  @param fieldCount fields of each folder, 6 unless told
 *  @param onField called as each field is written, with how many of all there are
 *  @throws LabError 'disk-full' | 'output-unwritable' */
export async function writeSyntheticSlides(
  outFolder: string,
  request: {
    readonly seed: number;
    readonly fieldCount?: number;
    readonly widthPx?: number;
    readonly heightPx?: number;
    readonly onField?: (done: number, total: number) => void;
  },
): Promise<readonly SyntheticSlide[]> {
  const { seed, fieldCount = 6, widthPx = 1280, heightPx = 960 } = request;
  const size = { widthPx, heightPx };
  const slides: SyntheticSlide[] = [];
  let written = 0;
  const wrote = () => {
    written += 1;
    request.onField?.(written, 2 * fieldCount + 1);
  };
  for (const [slideIndex, [name, recipe]] of [
    ['normal', normal] as const,
    ['blasts', blasts] as const,
  ].entries()) {
    const path = join(outFolder, `SYNTHETIC-${name}`);
    await makeFolder(path);
    const fields: SyntheticSlideField[] = [];
    for (let fieldIndex = 0; fieldIndex < fieldCount; fieldIndex += 1) {
      const fieldName = `SYNTHETIC-${name}-field-${fieldIndex + 1}.jpg`;
      const fieldSeed = seed + 1000 * slideIndex + fieldIndex;
      fields.push(
        await writeField(join(path, fieldName), fieldName, { ...size, ...recipe, seed: fieldSeed }),
      );
      wrote();
    }
    slides.push({ entry: { name: `SYNTHETIC-${name}`, path, kind: 'field-folder' }, fields });
  }
  const name = 'SYNTHETIC-single-field.png';
  const path = join(outFolder, name);
  const field = await writeField(path, name, { ...size, ...magnified, seed: seed + 2000 });
  wrote();
  slides.push({ entry: { name, path, kind: 'image-file' }, fields: [field] });
  await writeTruth(join(outFolder, syntheticTruthFileName), slides);
  return slides;
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
}

async function writeField(
  path: string,
  name: string,
  request: SyntheticFieldRequest,
): Promise<SyntheticSlideField> {
  const { pixels, truth } = renderSyntheticField(request);
  if (path.endsWith('.png')) await writePng(pixels, path, { description });
  else await writeJpeg(pixels, path, { description });
  return { name, widthPx: pixels.widthPx, heightPx: pixels.heightPx, cells: truth };
}

async function writeTruth(path: string, slides: readonly SyntheticSlide[]): Promise<void> {
  const truth = {
    description,
    slides: slides.map(({ entry, fields }) => ({ name: entry.name, kind: entry.kind, fields })),
  };
  await writeFile(path, `${JSON.stringify(truth, null, 2)}\n`).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
}
