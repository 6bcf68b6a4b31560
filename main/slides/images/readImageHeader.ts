import { basename } from 'node:path';
import { bmpHeadBytes, readBmpHeader } from '../bmpHeader.ts';
import { readSharpMetadata } from '../decodeWithSharp.ts';
import { type SniffedImage, sniffImageFile } from '../sniffImageFile.ts';

/** What an image's header says; nothing of its pixels has been read. */
export interface ImageHeader {
  readonly format: SniffedImage['format'];
  readonly sizeBytes: number;
  /** upright, as readImage gives it */
  readonly widthPx: number;
  readonly heightPx: number;
  /** EXIF orientation of the stored pixels, 1 to 8; 1 is upright */
  readonly orientation: number;
  readonly hasIccProfile: boolean;
  /** the decoder needs the whole image at once: progressive JPEG, interlaced PNG, WebP */
  readonly isDecodedWhole: boolean;
}

/** Reads the size of an image without its pixels; any size is accepted.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' of a bitmap above 900 megapixels */
export async function readImageHeader(path: string): Promise<ImageHeader> {
  const { format, sizeBytes, head } = await sniffImageFile(path, bmpHeadBytes);
  if (format === 'bmp') {
    const { widthPx, heightPx } = readBmpHeader(head, { name: basename(path), sizeBytes });
    const isDecodedWhole = false;
    return { format, sizeBytes, widthPx, heightPx, orientation: 1, hasIccProfile: false, isDecodedWhole };
  }
  const metadata = await readSharpMetadata(path);
  const { width, height } = metadata.autoOrient;
  return {
    format,
    sizeBytes,
    widthPx: width,
    heightPx: height,
    orientation: metadata.orientation ?? 1,
    hasIccProfile: metadata.hasProfile ?? false,
    isDecodedWhole: format === 'webp' || (metadata.isProgressive ?? false),
  };
}
