import { LabError } from '../../domain/labError.ts';
import type { PixelSize } from '../../domain/pixelSize.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo } from '../../domain/slideInfo.ts';
import {
  fieldPixelLimit,
  heldPixelLimit,
  imagePixelLimit,
  refuseHollowImage,
  refuseHugeImage,
  refuseLongImage,
} from '../imageLimits.ts';
import type { SlideSource } from '../slideSource.ts';
import { openBmpSource } from './bmpSource.ts';
import { createOrientedSource } from './orientedSource.ts';
import type { ImageHeader } from './readImageHeader.ts';
import { addReducedLevels } from './reducedLevels.ts';
import { createSingleImageSource } from './singleImageSource.ts';
import { createWorkingCopySource, listCopyLevels } from './workingCopySource.ts';

/** Limits that tests lower. */
export interface ImageSettings {
  /** larger images are read by regions instead of being held; 64e6 unless told */
  readonly heldPixelLimit?: number;
  /** a tiled TIFF whose coarsest level is larger gets coarser ones; 4096 px unless told */
  readonly coarsestEdgeLimitPx?: number;
}

/** Opens an image that is no whole slide, by its header. Up to 64 megapixels it is one camera field; larger ones, up
 *  to 900 megapixels, are one plane.
 *  @throws LabError 'image-too-large' | 'slide-unreadable' | 'file-missing' */
export async function openPlainImage(
  entry: SlideEntry,
  image: {
    readonly header: ImageHeader;
    /** of the stored pixels */
    readonly pixelSize: PixelSize | undefined;
    readonly settings: ImageSettings;
  },
): Promise<SlideSource> {
  const { header, settings } = image;
  const isTurned = header.orientation >= 5;
  const pixelCount = header.widthPx * header.heightPx;
  refuseHugeImage(entry.name, header, imagePixelLimit);
  refuseHollowImage(entry.name, header);
  if (pixelCount <= (settings.heldPixelLimit ?? heldPixelLimit))
    return createSingleImageSource(entry, header, isTurned ? swapAxes(image.pixelSize) : image.pixelSize);
  refuseLongImage(entry.name, header);
  if (header.isDecodedWhole && pixelCount > fieldPixelLimit) throw wantsWholeMemory(entry.name, header);
  const [widthPx, heightPx] = isTurned
    ? [header.heightPx, header.widthPx]
    : [header.widthPx, header.heightPx];
  const levels = listCopyLevels(widthPx, heightPx);
  const stored: SlideInfo = {
    name: entry.name,
    kind: entry.kind,
    format: 'image',
    vendor: undefined,
    widthPx,
    heightPx,
    levels: header.format === 'bmp' ? levels.slice(0, 1) : levels,
    pixelSize: image.pixelSize,
    objectivePower: undefined,
    associatedImages: [],
    hasIccProfile: header.hasIccProfile,
    fields: undefined,
  };
  const source =
    header.format === 'bmp' ? await openBmpSource(entry, stored) : createWorkingCopySource(entry, stored);
  return createOrientedSource(addReducedLevels(source), header.orientation);
}

function swapAxes(pixelSize: PixelSize | undefined): PixelSize | undefined {
  return pixelSize && { ...pixelSize, xUm: pixelSize.yUm, yUm: pixelSize.xUm };
}

function wantsWholeMemory(name: string, { widthPx, heightPx, format }: ImageHeader): LabError {
  const way =
    { jpeg: 'as a progressive JPEG', png: 'as an interlaced PNG' }[format as string] ?? `as ${format}`;
  return new LabError(
    'image-too-large',
    `${name} has ${widthPx} x ${heightPx} pixels and is saved ${way}, which can only be decoded whole; the limit for that is ${fieldPixelLimit / 1e6} megapixels. Save it as a plain JPEG or PNG, or as a tiled TIFF.`,
    { widthPx, heightPx },
  );
}
