import type { TiffDirectory } from '../tiff/readTiffDirectories.ts';
import type { TiffFile } from '../tiff/tiffFile.ts';
import { readText, type TiffTag, tiffTags } from '../tiff/tiffTags.ts';
import { rebuildAperioDescription } from './aperioDescription.ts';
import type { TiffChoice } from './chooseTiffImages.ts';
import { listRemovedTags, nameTiffTag } from './keptTiffTags.ts';
import { type RemovedText, textsOfBinary, textsOfField, textsOfXml } from './removedText.ts';

/** Of one property; more is no text. */
const mostBytes = 4_000_000;
/** Of a file made to do harm; what is beyond is not copied either. */
const mostBytesOfFile = 64_000_000;
const mostTexts = 50_000;

const asciiType = 2;
const deviceTags: readonly number[] = [tiffTags.make, tiffTags.model, tiffTags.software];

/** Every text that a TIFF file says outside its pixels and that a copy of it must not say.
 *  @throws LabError 'slide-unreadable' when a property lies outside the file */
export async function listTiffTexts(file: TiffFile, choice: TiffChoice): Promise<readonly RemovedText[]> {
  const texts: RemovedText[] = [];
  let readBytes = 0;
  for (const directory of choice.directories) {
    texts.push(...(await descriptionTexts(file, choice, directory)));
    for (const tag of listRemovedTags(directory)) {
      readBytes += Math.min(tag.byteLength, mostBytes);
      if (readBytes > mostBytesOfFile || texts.length > mostTexts) return texts;
      texts.push(...(await tagTexts(file, tag)));
    }
  }
  return texts;
}

async function descriptionTexts(
  file: TiffFile,
  { format }: TiffChoice,
  { tags }: TiffDirectory,
): Promise<readonly RemovedText[]> {
  const tag = tags.get(tiffTags.imageDescription);
  if (tag === undefined) return [];
  const bytes = await file.readBytes(tag.valueAt, Math.min(tag.byteLength, mostBytes));
  const name = 'ImageDescription';
  if (format === 'ome-tiff') return textsOfXml(bytes, { name });
  if (format === 'tiff') return textsOfField(bytes, { name });
  const { removedTexts } = rebuildAperioDescription(await readText(file, tag), { widthPx: 0, heightPx: 0 });
  const end = bytes.indexOf(0);
  const afterText = end === -1 ? Buffer.alloc(0) : bytes.subarray(end);
  return [
    ...removedTexts.flatMap((text) => textsOfField(Buffer.from(text, 'utf8'), { name })),
    ...textsOfField(afterText, { name }),
  ];
}

async function tagTexts(file: TiffFile, tag: TiffTag): Promise<readonly RemovedText[]> {
  const bytes = await file.readBytes(tag.valueAt, Math.min(tag.byteLength, mostBytes));
  const field = { name: nameTiffTag(tag.tag), isDevice: deviceTags.includes(tag.tag) };
  if (tag.tag === tiffTags.xmp) return textsOfXml(bytes, { ...field, isDevice: true });
  if (tag.type === asciiType) return textsOfField(bytes, field);
  return tag.type === 1 || tag.type === 6 || tag.type === 7
    ? textsOfBinary(bytes, { ...field, isDevice: true })
    : [];
}
