import { LabError } from '../domain/labError.ts';

/** 400 megapixels, 1.2 GB as RGB: a 20,000 px square. Larger images are whole slides, to be read by tiles. */
const pixelLimit = 400e6;

/** An uncompressed file holds at most four bytes a pixel and a header. */
const fileLimitBytes = pixelLimit * 4 + 65536;

/** Refuses an image by its header, before memory is asked for.
 *  @throws LabError 'image-too-large' */
export function refuseHugeImage(name: string, widthPx: number, heightPx: number): void {
  if (widthPx * heightPx <= pixelLimit) return;
  throw new LabError(
    'image-too-large',
    `${name} claims ${widthPx} x ${heightPx} pixels; the limit is ${pixelLimit / 1e6} megapixels. Export single fields, or check that the file is not damaged.`,
    { widthPx, heightPx },
  );
}

/** Refuses an uncompressed image by the size of its file. @throws LabError 'image-too-large' */
export function refuseHugeFile(name: string, sizeBytes: number): void {
  if (sizeBytes <= fileLimitBytes) return;
  throw new LabError(
    'image-too-large',
    `${name} is ${(sizeBytes / 1e9).toFixed(1)} GB; the limit is ${pixelLimit / 1e6} megapixels. Export single fields.`,
    { sizeBytes },
  );
}
