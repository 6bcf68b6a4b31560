import { LabError } from '../domain/labError.ts';

/** 100 megapixels for what is decoded whole: 300 MB as RGB, and three times that while it is decoded when it was
 *  saved progressively or must be turned. No microscope camera has more. */
export const fieldPixelLimit = 100e6;

/** Single images up to 64 megapixels, 192 MB as RGB, are held in memory while they are open. */
export const heldPixelLimit = 64e6;

/** 900 megapixels, a 30,000 px square, for a single image; larger ones belong into a pyramid. */
export const imagePixelLimit = 900e6;

/** Longest edge of an image that is not held in memory: rows of it are. */
const longestEdgePx = 200_000;

/** Most pixels that a byte of a file can stand for: of JPEG a flat block of 64 needs two bits, saved progressively
 *  one and a little; deflate, in PNG, makes 1032 bytes of one, of eight pixels each at the most. */
const pixelsPerByte: Readonly<Record<string, number>> = { jpeg: 1000, png: 8 * 1032 };

/** An uncompressed file holds at most four bytes a pixel and a header. */
const fileLimitBytes = fieldPixelLimit * 4 + 65536;

/** Refuses an image by its header, before memory is asked for.
 *  @throws LabError 'image-too-large' */
export function refuseHugeImage(
  name: string,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  pixelLimit = fieldPixelLimit,
): void {
  if (widthPx * heightPx <= pixelLimit) return;
  throw new LabError(
    'image-too-large',
    `${name} claims ${widthPx} x ${heightPx} pixels; the limit is ${pixelLimit / 1e6} megapixels. Export single fields or a tiled pyramid, or check that the file is not damaged.`,
    { widthPx, heightPx },
  );
}

/** Refuses a large image that would need long rows in memory. @throws LabError 'image-too-large' */
export function refuseLongImage(
  name: string,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): void {
  if (Math.max(widthPx, heightPx) <= longestEdgePx) return;
  throw new LabError(
    'image-too-large',
    `${name} claims ${widthPx} x ${heightPx} pixels; the limit is ${longestEdgePx} a side. Check that the file is not damaged.`,
    { widthPx, heightPx },
  );
}

/** Refuses an image whose file is too small to hold the pixels that its header claims.
 *  @throws LabError 'slide-unreadable' */
export function refuseHollowImage(
  name: string,
  image: {
    readonly format: string;
    readonly sizeBytes: number;
    readonly widthPx: number;
    readonly heightPx: number;
  },
): void {
  const { format, sizeBytes, widthPx, heightPx } = image;
  const most = pixelsPerByte[format];
  if (most === undefined || widthPx * heightPx <= sizeBytes * most) return;
  throw new LabError(
    'slide-unreadable',
    `Cannot read ${name}: it claims ${widthPx} x ${heightPx} pixels, which its ${sizeBytes} bytes cannot hold. Copy it anew from its source.`,
    { sizeBytes, widthPx, heightPx },
  );
}

/** Refuses an uncompressed image by the size of its file. @throws LabError 'image-too-large' */
export function refuseHugeFile(name: string, sizeBytes: number): void {
  if (sizeBytes <= fileLimitBytes) return;
  throw new LabError(
    'image-too-large',
    `${name} is ${(sizeBytes / 1e9).toFixed(1)} GB; the limit is ${fieldPixelLimit / 1e6} megapixels. Export single fields.`,
    { sizeBytes },
  );
}
