import type { PixelSize } from '../../domain/pixelSize.ts';
import { readPixelSize } from '../../domain/pixelSize.ts';
import type { TiffDirectory } from './readTiffDirectories.ts';
import type { TiffFile } from './tiffFile.ts';
import { readNumbers, tiffTags } from './tiffTags.ts';

/** Micrometres in the units of TIFF's resolution tags. */
const umPerUnit: Readonly<Record<number, number>> = { 2: 25_400, 3: 10_000 };
const noUnit = 1;

/** ImageJ writes pixels per micrometre without TIFF's unit and names the unit in its text. */
const imageJMicrometre = /^ImageJ=[\s\S]*^unit=(micron|microns|um|\u00b5m|\u03bcm|\\u00B5m)\s*$/im;

/** The pixel size by TIFF's resolution tags.
 *  @param description the image's text, '' when it has none
 *  @returns undefined when it is missing or not that of a microscope: 72 dpi is a printer's */
export async function readTiffPixelSize(
  file: TiffFile,
  { tags }: TiffDirectory,
  description: string,
): Promise<PixelSize | undefined> {
  const first = async (tag: number) => {
    const found = tags.get(tag);
    return found === undefined ? undefined : (await readNumbers(file, found, 16))[0];
  };
  // without the tag the unit is the inch
  const unit = (await first(tiffTags.resolutionUnit)) ?? 2;
  const um = unit === noUnit && imageJMicrometre.test(description) ? 1 : umPerUnit[unit];
  const [xResolution, yResolution] = [await first(tiffTags.xResolution), await first(tiffTags.yResolution)];
  if (um === undefined || xResolution === undefined || yResolution === undefined) return undefined;
  return readPixelSize(um / xResolution, um / yResolution, 'file');
}
