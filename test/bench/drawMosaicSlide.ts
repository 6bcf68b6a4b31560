import { existsSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { pasteIntoRaster } from '../../main/slides/regionRaster.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { plainTiffHead } from './plainTiffHead.ts';

export interface MosaicSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Real smear fields of one size, where the data lie beside the project. */
const fieldFolder = fileURLToPath(new URL('../../../shared/data/bccd/JPEGImages', import.meta.url));

/** Of the real fields and of the synthetic ones that stand in for them. */
const fieldSize = { widthPx: 640, heightPx: 480 } as const;

const syntheticFieldCount = 12;

/** Writes a whole slide put together of smear fields: a pyramid of JPEG tiles of 256 px, quality 90, as libvips
 *  makes it, which is what most converters use. Strip by strip by way of a plain file beside it, so that memory
 *  does not hold the slide.
 *  @returns what the fields are, for the table */
export async function drawMosaicSlide(path: string, size: MosaicSize): Promise<string> {
  const fields = existsSync(fieldFolder) ? await listRealFields() : drawSyntheticFields();
  const plainPath = `${path}.plain`;
  try {
    await writePlainMosaic(plainPath, size, fields.read);
    await sharp(plainPath, { limitInputPixels: false, sequentialRead: true })
      .tiff({ compression: 'jpeg', quality: 90, tile: true, tileWidth: 256, tileHeight: 256, pyramid: true })
      .toFile(path);
  } finally {
    await rm(plainPath, { force: true });
  }
  return fields.what;
}

interface Fields {
  readonly what: string;
  /** @param pick 0..1 */
  read(pick: number): Promise<RgbRaster>;
}

async function listRealFields(): Promise<Fields> {
  const names = (await readdir(fieldFolder)).filter((name) => name.endsWith('.jpg')).sort();
  return {
    what: `${names.length} fields of BCCD`,
    async read(pick) {
      const path = join(fieldFolder, names[Math.floor(pick * names.length)] ?? '');
      const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
      return { widthPx: info.width, heightPx: info.height, data };
    },
  };
}

function drawSyntheticFields(): Fields {
  const drawn = Array.from({ length: syntheticFieldCount }, (_, seed) => {
    const recipe = {
      ...fieldSize,
      redCellPx: 60,
      stain: 'lavender',
      cellMix: { lymphocyte: 1, blast: 1 },
    } as const;
    return renderSyntheticField({ ...recipe, seed }).pixels;
  });
  return {
    what: `${drawn.length} synthetic fields`,
    read: async (pick) => drawn[Math.floor(pick * drawn.length)] as RgbRaster,
  };
}

/** An uncompressed TIFF, one strip for each row of fields. */
async function writePlainMosaic(path: string, size: MosaicSize, read: Fields['read']): Promise<void> {
  const random = createRandom(1);
  const file = await open(path, 'w');
  try {
    await file.write(plainTiffHead(size, fieldSize.heightPx));
    for (let y = 0; y < size.heightPx; y += fieldSize.heightPx) {
      const heightPx = Math.min(fieldSize.heightPx, size.heightPx - y);
      const strip = { widthPx: size.widthPx, heightPx, data: new Uint8Array(size.widthPx * heightPx * 3) };
      for (let xPx = 0; xPx < size.widthPx; xPx += fieldSize.widthPx)
        pasteIntoRaster(strip, await read(random()), { xPx, yPx: 0 });
      await file.write(strip.data);
    }
  } finally {
    await file.close();
  }
}
