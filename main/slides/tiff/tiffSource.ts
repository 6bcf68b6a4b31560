import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo, SlideLevel } from '../../domain/slideInfo.ts';
import { createColourTransform, iccProfileLimitBytes } from '../colourTransform.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { fieldPixelLimit, refuseHugeImage } from '../imageLimits.ts';
import { createWhiteRaster, levelOfRegion, pasteIntoRaster } from '../regionRaster.ts';
import type { SlideSource } from '../slideSource.ts';
import type { TiffSlide } from './describeTiff.ts';
import type { TiffImage } from './readTiffImage.ts';
import { type TiffFile, tiffFailure } from './tiffFile.ts';
import { tiffTags } from './tiffTags.ts';
import { createTiffTiles, type TiffColours, type TiffTiles } from './tiffTiles.ts';

/** A slide of tiles in a TIFF file: generic, OME or Aperio. Only the tiles that a region touches are read, and
 *  each is checked. It takes the file over and closes it. */
export async function createTiffSource(
  entry: SlideEntry,
  file: TiffFile,
  slide: TiffSlide,
): Promise<SlideSource> {
  const iccProfile = await readIccProfile(file, slide.levels[0]);
  const tiles = createTiffTiles(
    file,
    whenFirstAsked(() => describeColours(iccProfile)),
  );
  const info = describeInfo(entry, slide, iccProfile !== undefined);

  function imageOf(level: number): TiffImage {
    const image = slide.levels[level];
    if (image === undefined) throw new RangeError(`${info.name} has no level ${level}`);
    return image;
  }

  return {
    entry,
    info,
    async readRegion(region, signal) {
      levelOfRegion(info, region);
      throwIfCancelled(signal, info.name);
      const place = { image: imageOf(region.level), shown: `level ${region.level}` };
      return readTiledRegion(tiles, { ...region, ...place }, signal);
    },
    async readStoredJpeg({ level, column, row }, signal) {
      const image = imageOf(level);
      const isWhole =
        column >= 0 &&
        row >= 0 &&
        (column + 1) * image.blockWidthPx <= image.widthPx &&
        (row + 1) * image.blockHeightPx <= image.heightPx;
      return isWhole ? tiles.readJpeg({ image, shown: `level ${level}`, column, row }, signal) : undefined;
    },
    async readAssociatedImage(name, signal) {
      throwIfCancelled(signal, info.name);
      const image = slide.associatedImages.get(name);
      if (image === undefined)
        throw new LabError('argument-invalid', `${info.name} has no associated image named ${name}.`);
      return readWhole(tiles, { image, shown: name, fileName: file.name }, signal);
    },
    async readField() {
      throw new RangeError(`${info.name} is one plane; it has no fields`);
    },
    async dispose() {
      await file.dispose();
      tiles.dispose();
    },
  };
}

interface ImageRegion {
  readonly image: TiffImage;
  readonly shown: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

async function readTiledRegion(
  tiles: TiffTiles,
  { image, shown, ...region }: ImageRegion,
  signal: AbortSignal | undefined,
): Promise<RgbRaster> {
  const whole = createWhiteRaster(region.widthPx, region.heightPx);
  const { blockWidthPx, blockHeightPx } = image;
  const columns = indexesOf(region.xPx, region.widthPx, blockWidthPx, image.columns);
  const rows = indexesOf(region.yPx, region.heightPx, blockHeightPx, image.rows);
  const drawTile = async (column: number, row: number) => {
    const pixels = await tiles.read({ image, shown, column, row }, signal);
    if (pixels === undefined) return;
    const left = column * blockWidthPx;
    const top = row * blockHeightPx;
    const inside = cropToRaster(pixels, image.widthPx - left, image.heightPx - top);
    pasteIntoRaster(whole, inside, { xPx: left - region.xPx, yPx: top - region.yPx });
  };
  await Promise.all(rows.flatMap((row) => columns.map((column) => drawTile(column, row))));
  return whole;
}

/** Tiles of one axis that a stretch of it touches. */
function indexesOf(start: number, length: number, tileLength: number, count: number): readonly number[] {
  const first = Math.max(0, Math.floor(start / tileLength));
  const last = Math.min(count - 1, Math.floor((start + length - 1) / tileLength));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** What of a tile lies inside the image. */
function cropToRaster(tile: RgbRaster, widthPx: number, heightPx: number): RgbRaster {
  if (tile.widthPx <= widthPx && tile.heightPx <= heightPx) return tile;
  const part = {
    widthPx: Math.min(tile.widthPx, widthPx),
    heightPx: Math.min(tile.heightPx, heightPx),
  };
  const cropped = createWhiteRaster(part.widthPx, part.heightPx);
  pasteIntoRaster(cropped, tile, { xPx: 0, yPx: 0 });
  return cropped;
}

/** A label, macro or thumbnail. */
async function readWhole(
  tiles: TiffTiles,
  {
    image,
    shown,
    fileName,
  }: { readonly image: TiffImage; readonly shown: string; readonly fileName: string },
  signal: AbortSignal | undefined,
): Promise<RgbRaster> {
  refuseHugeImage(`The ${shown} of ${fileName}`, image, fieldPixelLimit);
  try {
    if (!image.isTiled) return await tiles.readStrips(image, shown);
    return await readTiledRegion(tiles, { ...image, image, shown, xPx: 0, yPx: 0 }, signal);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'tile-unreadable') throw error;
    const said = `Cannot read the ${shown} of ${fileName}: it is damaged. The slide itself can be read.`;
    throw new LabError('slide-unreadable', said, error.details, { cause: error });
  }
}

function describeInfo(entry: SlideEntry, slide: TiffSlide, hasIccProfile: boolean): SlideInfo {
  const [full] = slide.levels;
  if (full === undefined) throw new RangeError('A slide has at least one level');
  const levels = slide.levels.map(
    (image): SlideLevel => ({
      widthPx: image.widthPx,
      heightPx: image.heightPx,
      downsample: (full.widthPx / image.widthPx + full.heightPx / image.heightPx) / 2,
      tileWidthPx: image.blockWidthPx,
      tileHeightPx: image.blockHeightPx,
    }),
  );
  const associatedImages = Array.from(slide.associatedImages, ([name, { widthPx, heightPx }]) => ({
    name,
    widthPx,
    heightPx,
  }));
  const { widthPx, heightPx } = full;
  const { format, vendor, pixelSize, objectivePower } = slide;
  return {
    name: entry.name,
    kind: entry.kind,
    format,
    vendor,
    widthPx,
    heightPx,
    levels,
    pixelSize,
    objectivePower,
    associatedImages,
    hasIccProfile,
    fields: undefined,
  };
}

async function readIccProfile(file: TiffFile, full: TiffImage | undefined): Promise<Buffer | undefined> {
  const tag = full?.directory.tags.get(tiffTags.iccProfile);
  if (tag === undefined) return undefined;
  if (tag.byteLength > iccProfileLimitBytes)
    throw tiffFailure(file.path, `its colour profile claims ${tag.byteLength} bytes`);
  return file.readBytes(tag.valueAt, tag.byteLength);
}

async function describeColours(iccProfile: Buffer | undefined): Promise<TiffColours> {
  const transform = iccProfile === undefined ? undefined : await createColourTransform(iccProfile);
  return { iccProfile, transform };
}

function whenFirstAsked<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
