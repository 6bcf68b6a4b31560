import type { SlideEntry } from '../../domain/slide.ts';
import { refuseHugeImage } from '../imageLimits.ts';
import type { SlideSource } from '../slideSource.ts';
import { readImageHeader } from './readImageHeader.ts';
import { createSingleImageSource } from './singleImageSource.ts';

/** Opens an image file as a slide, by its header.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' */
export async function openImageFile(entry: SlideEntry): Promise<SlideSource> {
  const header = await readImageHeader(entry.path);
  refuseHugeImage(entry.name, header);
  return createSingleImageSource(entry, header, undefined);
}
