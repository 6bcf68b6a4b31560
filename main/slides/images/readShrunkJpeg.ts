import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import { describeSharpFailure } from '../decodeWithSharp.ts';
import { sharp } from '../sharpLibrary.ts';
import type { FieldFile } from './fieldFile.ts';

/** A JPEG at a fraction of its size: its decoder leaves the finer frequencies out, which takes a quarter of the
 *  time. Damage is found as in readImage.
 *  @param halvings how often its edges are halved, rounded up
 *  @throws LabError 'file-missing' | 'slide-unreadable', also when its size is no longer that of `file` */
export async function readShrunkJpeg(file: FieldFile, halvings: number): Promise<RgbRaster> {
  const widthPx = Math.ceil(file.widthPx / 2 ** halvings);
  const heightPx = Math.ceil(file.heightPx / 2 ** halvings);
  try {
    const image = sharp(file.path, { failOn: 'warning', limitInputPixels: false });
    const { autoOrient } = await image.metadata();
    if (autoOrient.width !== file.widthPx || autoOrient.height !== file.heightPx) throw changed(file.path);
    const { data, info } = await image
      .autoOrient()
      .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw changed(file.path);
    return { widthPx, heightPx, data };
  } catch (error) {
    throw await describeSharpFailure(error, file.path);
  }
}

function changed(path: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: it is no longer the image that it was when the slide was opened. Open the slide again.`,
    { path },
  );
}
