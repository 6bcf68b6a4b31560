const cameraExtensions: ReadonlySet<string> = new Set(['jpg', 'jpeg', 'png', 'bmp', 'tif', 'tiff', 'webp']);

/** Formats of whole-slide scanners. TIFF is one too, and a camera's. */
const scannerExtensions: ReadonlySet<string> = new Set([
  'svs',
  'ndpi',
  'mrxs',
  'scn',
  'bif',
  'vms',
  'vmu',
  'svslide',
  'czi',
  'dcm',
]);

/** Camera images that the lab reads, for messages to people. */
export const imageKinds = 'JPEG, PNG, BMP, TIFF or WebP';

/** Whole slides that the lab reads, for messages to people. */
export const wholeSlideKinds = 'SVS, NDPI, MRXS, SCN, BIF, VMS, VMU, SVSLIDE, CZI, DICOM or TIFF';

/** True when the extension is that of a camera image, which may be a field of a slide; the contents decide only
 *  when it is opened. */
export function isImageFileName(name: string): boolean {
  return !isSystemName(name) && cameraExtensions.has(extensionOf(name));
}

/** True when the extension is that of a file that may be a whole slide or a camera image. */
export function isSlideFileName(name: string): boolean {
  return isImageFileName(name) || (!isSystemName(name) && scannerExtensions.has(extensionOf(name)));
}

/** True when the extension is that of DICOM. */
export function isDicomFileName(name: string): boolean {
  return !isSystemName(name) && extensionOf(name) === 'dcm';
}

/** Lower-case extension without its dot; '' when the name has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Names that operating systems and archivers leave beside images; never shown to anyone. */
export function isSystemName(name: string): boolean {
  return name.startsWith('.') || ['thumbs.db', 'desktop.ini', '__macosx'].includes(name.toLowerCase());
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Order of names as a person counts: smear-2 before smear-10, whatever the case; ties by code unit. */
export function compareNaturally(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
