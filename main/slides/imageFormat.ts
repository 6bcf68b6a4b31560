/** What the first bytes of a file say it is. */
export type ImageFormat = 'jpeg' | 'png' | 'tiff' | 'webp' | 'bmp' | 'empty' | 'unknown';

/** Tells an image by its first 16 bytes. Nothing else reaches a decoder: SVG, PDF and other formats that sharp
 *  could draw are no microscope images and have no business here. */
export function sniffImageFormat(head: Uint8Array): ImageFormat {
  if (head.length === 0) return 'empty';
  const text = String.fromCharCode(...head);
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return 'tiff';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('BM')) return 'bmp';
  return 'unknown';
}
