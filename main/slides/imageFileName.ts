const extensions: ReadonlySet<string> = new Set(['jpg', 'jpeg', 'png', 'bmp', 'tif', 'tiff']);

/** What the lab reads, for messages to people. */
export const imageKinds = 'JPEG, PNG, BMP or TIFF';

/** True when the extension is that of an image file the lab reads; the contents decide only when it is opened. */
export function isImageFileName(name: string): boolean {
  if (isSystemName(name)) return false;
  const dot = name.lastIndexOf('.');
  return dot > 0 && extensions.has(name.slice(dot + 1).toLowerCase());
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
