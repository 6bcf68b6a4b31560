import type { SlideEntry } from '../../domain/slide.ts';
import { extensionOf } from '../imageFileName.ts';
import { openWithOpenSlide } from '../openslide/openSlideSource.ts';
import type { SlideSource } from '../slideSource.ts';
import { sniffImageFile } from '../sniffImageFile.ts';
import { describeTiff } from '../tiff/describeTiff.ts';
import { openTiffFile } from '../tiff/tiffFile.ts';
import { createTiffSource } from '../tiff/tiffSource.ts';
import { type ImageSettings, openPlainImage } from './openPlainImage.ts';
import { createOrientedSource } from './orientedSource.ts';
import { readImageHeader } from './readImageHeader.ts';
import { addReducedLevels } from './reducedLevels.ts';

/** Formats whose file is only the entrance to others, or no image by itself: a MIRAX file is a small JPEG. */
const openSlideExtensions: ReadonlySet<string> = new Set(['mrxs', 'vms', 'vmu', 'svslide', 'czi']);

/** A coarsest level of more than this is too large to be looked at whole. */
const coarsestEdgeLimitPx = 4096;

/** Coarse levels are made of what takes less than about two minutes to read, and whose rows fit in memory; else
 *  the slide stays as it is. */
const reducedPixelLimit = 4e9;
const reducedEdgeLimitPx = 200_000;

/** Opens a file as a slide, by its header: whole slides of any format, and single images. Contents decide, not
 *  the extension, but for the few formats that cannot be told by them.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'openslide-missing' */
export async function openImageFile(entry: SlideEntry, settings: ImageSettings = {}): Promise<SlideSource> {
  const extension = extensionOf(entry.path);
  if (extension === 'dcm') return openWithOpenSlide(entry, 'dicom');
  if (openSlideExtensions.has(extension)) return openWithOpenSlide(entry, 'openslide');
  const { format } = await sniffImageFile(entry.path);
  if (format === 'tiff') return openTiff(entry, settings);
  const header = await readImageHeader(entry.path);
  return openPlainImage(entry, { header, pixelSize: undefined, settings });
}

async function openTiff(entry: SlideEntry, settings: ImageSettings): Promise<SlideSource> {
  const file = await openTiffFile(entry.path);
  let isTakenOver = false;
  try {
    const found = await describeTiff(file);
    switch (found.kind) {
      case 'openslide':
        return await openWithOpenSlide(entry, found.format);
      case 'plain': {
        const header = await readImageHeader(entry.path);
        return await openPlainImage(entry, { header, pixelSize: found.pixelSize, settings });
      }
      default: {
        const source = await createTiffSource(entry, file, found.slide);
        isTakenOver = true;
        const whole = wantsReducedLevels(source, settings) ? addReducedLevels(source) : source;
        return createOrientedSource(whole, found.slide.levels[0]?.orientation ?? 1);
      }
    }
  } finally {
    if (!isTakenOver) await file.dispose();
  }
}

function wantsReducedLevels({ info }: SlideSource, settings: ImageSettings): boolean {
  const coarsest = info.levels.at(-1);
  if (coarsest === undefined) return false;
  const { widthPx, heightPx } = coarsest;
  const isLarge = Math.max(widthPx, heightPx) > (settings.coarsestEdgeLimitPx ?? coarsestEdgeLimitPx);
  return isLarge && widthPx * heightPx <= reducedPixelLimit && widthPx <= reducedEdgeLimitPx;
}
