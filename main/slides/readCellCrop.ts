import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { encodeJpeg } from './encodeJpeg.ts';
import type { TileReader } from './readerPool.ts';
import { readWholeParts } from './readWholeParts.ts';
import type { RenderedTile } from './renderTile.ts';
import { sharp } from './sharpLibrary.ts';

const quality = 88;

/** A square of a slide as a JPEG of outPx by outPx. What lies beyond the slide, or is damaged, is white.
 *  @param square full-resolution slide pixels
 *  @throws LabError of the slide's reader */
export async function readCellCrop(
  reader: Pick<TileReader, 'readRegion' | 'info'>,
  { square, outPx }: { readonly square: PixelBox; readonly outPx: number },
  signal?: AbortSignal,
): Promise<RenderedTile> {
  const { pixels, damaged } = await readWholeParts(reader, { level: 0, ...square }, signal);
  const jpeg = await encodeJpeg(await scale(pixels, outPx), quality);
  return { jpeg, isDamaged: damaged.length > 0 };
}

async function scale(pixels: RgbRaster, outPx: number): Promise<RgbRaster> {
  if (pixels.widthPx === outPx && pixels.heightPx === outPx) return pixels;
  const raw = { width: pixels.widthPx, height: pixels.heightPx, channels: 3 } as const;
  const data = await sharp(pixels.data, { raw })
    .resize(outPx, outPx, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { widthPx: outPx, heightPx: outPx, data };
}
