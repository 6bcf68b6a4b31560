import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writeJpeg } from '../../main/slides/writeImage.ts';

/** Fields that differ; drawing one takes about as long as scanning it, so slides share them. */
const drawnFieldCount = 6;

/** A usual camera field with about a dozen white cells, as a film of raised count shows. */
const recipe = {
  widthPx: 1280,
  heightPx: 960,
  redCellPx: 40,
  stain: 'lavender',
  crowding: 0.3,
  cellMix: { lymphocyte: 5, neutrophil: 4, blast: 3 },
} as const;

/** Writes synthetic slides, each a folder of JPEG fields. No two slides have the same bytes, or the scan would
 *  take the second for one that it has done. */
export async function drawSlides(
  folder: string,
  sizes: { readonly slideCount: number; readonly fieldsPerSlide: number },
): Promise<void> {
  const { slideCount, fieldsPerSlide } = sizes;
  const drawn = Array.from({ length: Math.min(drawnFieldCount, slideCount * fieldsPerSlide) }, (_, seed) =>
    renderSyntheticField({ ...recipe, seed }),
  );
  for (let slide = 0; slide < slideCount; slide += 1) {
    const slideFolder = join(folder, `SYNTHETIC-bench-${slide + 1}`);
    await mkdir(slideFolder, { recursive: true });
    for (let field = 0; field < fieldsPerSlide; field += 1) {
      const rendered = drawn[(slide * fieldsPerSlide + field) % drawn.length];
      if (rendered === undefined) throw new RangeError('A slide needs at least one field');
      const description = `SYNTHETIC field ${field + 1} of slide ${slide + 1}, drawn by Blastscope's bench`;
      await writeJpeg(rendered.pixels, join(slideFolder, `SYNTHETIC-${field + 1}.jpg`), { description });
    }
  }
}
