import { writeFile } from 'node:fs/promises';
import type { RgbRaster } from '../domain/raster.ts';
import { writeFailure } from './fileFailure.ts';
import { sharp } from './sharpLibrary.ts';

interface WriteOptions {
  /** 1..100, of JPEG only; 92 unless told */
  readonly quality?: number;
  /** what the image is, written into its EXIF block */
  readonly description?: string;
}

/** Writes an image as PNG, lossless; an existing file is replaced.
 *  @throws LabError 'disk-full' | 'output-unwritable' */
export async function writePng(raster: RgbRaster, path: string, options: WriteOptions = {}): Promise<void> {
  await writeBytes(path, await described(raster, options).png({ compressionLevel: 6 }).toBuffer());
}

/** Writes an image as JPEG in full colour resolution (4:4:4: nuclei lose their edges in 4:2:0); an existing
 *  file is replaced.
 *  @throws LabError 'disk-full' | 'output-unwritable' */
export async function writeJpeg(raster: RgbRaster, path: string, options: WriteOptions = {}): Promise<void> {
  const { quality = 92 } = options;
  const encoded = described(raster, options).jpeg({ quality, chromaSubsampling: '4:4:4' });
  await writeBytes(path, await encoded.toBuffer());
}

function described({ data, widthPx, heightPx }: RgbRaster, { description }: WriteOptions) {
  const image = sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
  return description === undefined ? image : image.withExif({ IFD0: { ImageDescription: description } });
}

async function writeBytes(path: string, bytes: Buffer): Promise<void> {
  await writeFile(path, bytes).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
}
