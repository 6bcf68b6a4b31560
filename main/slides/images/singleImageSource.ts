import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo } from '../../domain/slideInfo.ts';
import type { SlideSource } from '../slideSource.ts';
import { createFieldsSource } from './fieldsSource.ts';
import { halvedLevels } from './halvedLevels.ts';
import type { ImageHeader } from './readImageHeader.ts';

/** A single image of up to 64 megapixels as a slide of one field. It is decoded when its pixels are first asked
 *  for, and held. */
export function createSingleImageSource(
  entry: SlideEntry,
  header: ImageHeader,
  pixelSize: SlideInfo['pixelSize'],
): SlideSource {
  const { widthPx, heightPx } = header;
  const field = { fieldIndex: 0, name: entry.name, xPx: 0, yPx: 0, widthPx, heightPx, failure: undefined };
  return createFieldsSource({
    entry,
    info: {
      name: entry.name,
      kind: entry.kind,
      format: 'image',
      vendor: undefined,
      widthPx,
      heightPx,
      levels: halvedLevels(widthPx, heightPx),
      pixelSize,
      objectivePower: undefined,
      associatedImages: [],
      hasIccProfile: header.hasIccProfile,
      fields: [field],
    },
    files: [{ name: entry.name, path: entry.path, widthPx, heightPx, isJpeg: header.format === 'jpeg' }],
    drawsUnreadable: async () => false,
  });
}
