import type { TiffCoding, TiffImage } from './readTiffImage.ts';

/** none, LZW, JPEG, deflate, deflate, PackBits, Zstandard, WebP */
const compressions: ReadonlySet<number> = new Set([1, 5, 7, 8, 32_946, 32_773, 50_000, 50_001]);
const jpeg = 7;
const yCbCr = 6;
/** grey, grey, RGB, palette, CMYK, YCbCr */
const photometrics: ReadonlySet<number> = new Set([0, 1, 2, 3, 5, yCbCr]);

/** True when the lab decodes the image's tiles itself. */
export function isDecodable({ coding }: TiffImage): boolean {
  const { compression, photometric, bitsPerSample, sampleFormat } = coding;
  const [bits] = bitsPerSample;
  const isOfBytes = bits === 8 || (bits === 16 && compression !== jpeg);
  return (
    compressions.has(compression) &&
    photometrics.has(photometric) &&
    (photometric !== yCbCr || compression === jpeg) &&
    isOfBytes &&
    bitsPerSample.every((each) => each === bits) &&
    sampleFormat.every((format) => format === 1) &&
    hasEnoughSamples(coding)
  );
}

function hasEnoughSamples({ photometric, samplesPerPixel, planarConfiguration }: TiffCoding): boolean {
  if (planarConfiguration === 2 && samplesPerPixel > 1) return photometric === 2 && samplesPerPixel === 3;
  if (photometric === 2 || photometric === yCbCr) return samplesPerPixel >= 3;
  return photometric !== 5 || samplesPerPixel >= 4;
}

/** The resolutions of one image, finest first: tiled, decodable, each smaller than the one before and of the
 *  first one's shape. Others are left out.
 *  @param images the full resolution first */
export function pickLevels(images: readonly TiffImage[]): readonly TiffImage[] {
  const [full, ...others] = images.filter((image) => image.isTiled && isDecodable(image));
  if (full === undefined || full !== images[0]) return [];
  const levels = [full];
  for (const image of others.toSorted((a, b) => b.widthPx - a.widthPx)) {
    const last = levels.at(-1) ?? full;
    const isSmaller = image.widthPx < last.widthPx && image.heightPx <= last.heightPx;
    if (isSmaller && hasSameShape(full, image)) levels.push(image);
  }
  return levels;
}

/** Scanners round the sizes of their levels, and some crop them to whole tiles. */
function hasSameShape(full: TiffImage, level: TiffImage): boolean {
  const aspect = full.heightPx / full.widthPx;
  const strayPx = Math.abs(level.heightPx - level.widthPx * aspect);
  return strayPx <= Math.max(0.02 * level.heightPx, 1 + aspect);
}
