import type { TiffDirectory } from '../tiff/readTiffDirectories.ts';
import { openTiffFile, type TiffFile } from '../tiff/tiffFile.ts';
import { type TiffTag, tiffTags } from '../tiff/tiffTags.ts';
import { isCleanAperioDescription } from './aperioDescription.ts';
import { accountForBytes, type ByteRange, type RangeKind } from './byteRanges.ts';
import { chooseTiffImages, type TiffChoice } from './chooseTiffImages.ts';
import { cleanJpegTables } from './cleanPart.ts';
import { compareParts, type ImagePair, type PartComparison } from './compareParts.ts';
import { isKeptTag, listRemovedTags, nameTiffTag } from './keptTiffTags.ts';
import { isCleanOmeDescription } from './omeDescription.ts';
import { proofFailure } from './proofFailure.ts';
import type { RemovedText } from './removedText.ts';
import { searchCopy } from './searchCopy.ts';
import type { TiffImage } from './tiffImage.ts';
import { listTiffTexts } from './tiffTexts.ts';

/** What was found when a copy was read again. */
export interface CopyProof {
  readonly copySha256: string;
  /** strips, tiles or frames, each compared with the original's */
  readonly partCount: number;
  /** removed texts that were searched for */
  readonly textCount: number;
}

/** Reads a de-identified TIFF file again beside its original and checks that it holds the original's pixels, the
 *  tags of the list, and not a byte more; and that no text that was left out is anywhere in it.
 *  @throws LabError 'deidentification-failed' saying what was found | 'slide-unreadable' | 'cancelled' */
export async function proveTiffCopy(
  sourcePath: string,
  copyPath: string,
  signal: AbortSignal | undefined,
): Promise<CopyProof> {
  const source = await openTiffFile(sourcePath);
  try {
    const copy = await openTiffFile(copyPath);
    try {
      return await prove({ source, copy }, signal);
    } finally {
      await copy.dispose();
    }
  } finally {
    await source.dispose();
  }
}

interface Files {
  readonly source: TiffFile;
  readonly copy: TiffFile;
}

async function prove(files: Files, signal: AbortSignal | undefined): Promise<CopyProof> {
  const original = await chooseTiffImages(files.source);
  const chosen = await chooseTiffImages(files.copy);
  const pairs = pairImages(original, chosen);
  const ranges: (readonly ByteRange[])[] = [[{ start: 0, end: files.copy.isBig ? 16 : 8, kind: 'other' }]];
  const texts: RemovedText[] = [...(await listTiffTexts(files.source, original))];
  let partCount = 0;
  for (const pair of pairs) {
    await checkTags(files, pair, chosen.format);
    const compared = await compareParts(files, pair, signal);
    texts.push(...compared.texts);
    partCount += compared.partCount;
    ranges.push(rangesOf(files.copy, pair.copy, compared));
  }
  const ordered = await accountForBytes(ranges.flat(), files.copy);
  const copySha256 = await searchCopy(files.copy, ordered, { texts, signal });
  return { copySha256, partCount, textCount: texts.length };
}

/** Each image of the copy with the one of the original that it must be; there may be no other. */
function pairImages(original: TiffChoice, chosen: TiffChoice): readonly ImagePair[] {
  const [left] = chosen.removedImages;
  if (left !== undefined)
    throw proofFailure(`it still holds an image that is no part of the smear (${left})`);
  const shape = ({ kept }: TiffChoice) => JSON.stringify(kept.map((one) => [one.role, one.levels.length]));
  if (original.format !== chosen.format || shape(original) !== shape(chosen))
    throw proofFailure('its levels are not those of the original');
  const all = ({ kept }: TiffChoice) => kept.flatMap((one) => [one.image, ...one.levels]);
  const copies = all(chosen);
  return all(original).flatMap((source, i) => {
    const copy = copies[i];
    return copy === undefined ? [] : [{ source, copy }];
  });
}

async function checkTags(
  { source, copy }: Files,
  pair: ImagePair,
  format: TiffChoice['format'],
): Promise<void> {
  const { directory, description } = pair.copy;
  const [extra] = listRemovedTags(directory);
  if (extra !== undefined) throw proofFailure(`it still holds the property ${nameTiffTag(extra.tag)}`);
  if (!(await isTightDirectory(copy, directory)))
    throw proofFailure('a directory of it holds more than its tags');
  for (const tag of pair.source.directory.tags.values()) {
    if (!isKeptTag(tag)) continue;
    const own = directory.tags.get(tag.tag);
    const isSame =
      own === undefined ? tag.tag === tiffTags.iccProfile : await hasSameValues({ source, copy }, tag, own);
    if (!isSame) throw proofFailure(`its property ${tag.tag} is not that of the original`);
  }
  for (const tag of directory.tags.values())
    if (isKeptTag(tag) && !pair.source.directory.tags.has(tag.tag))
      throw proofFailure(`it has a property ${tag.tag} that the original lacks`);
  const isClean =
    format === 'aperio'
      ? description === '' || isCleanAperioDescription(description)
      : description === '' || (format === 'ome-tiff' && isCleanOmeDescription(description));
  if (!isClean || (await textBytesAfterEnd(copy, directory.tags.get(tiffTags.imageDescription))))
    throw proofFailure('its description says more than sizes and scale');
}

/** True when a directory has no entry that the parser passed over, and nothing but zeros behind short values. */
async function isTightDirectory(copy: TiffFile, directory: TiffDirectory): Promise<boolean> {
  const [countBytes, entryBytes, inlineBytes] = copy.isBig ? [8, 20, 8] : [2, 12, 4];
  const entryCount = (directory.nextPointerAt - directory.offset - countBytes) / entryBytes;
  if (entryCount !== directory.tags.size) return false;
  for (const { valueAt, byteLength } of directory.tags.values()) {
    const rest = inlineBytes - byteLength;
    if (rest > 0 && (await copy.readBytes(valueAt + byteLength, rest)).some((byte) => byte !== 0))
      return false;
  }
  return true;
}

async function hasSameValues({ source, copy }: Files, tag: TiffTag, own: TiffTag): Promise<boolean> {
  const original = await source.readBytes(tag.valueAt, tag.byteLength);
  const copied = await copy.readBytes(own.valueAt, own.byteLength);
  if (tag.tag === tiffTags.jpegTables) return cleanJpegTables(original)?.bytes.equals(copied) ?? false;
  if (tag.tag === tiffTags.iccProfile)
    return copied.readUInt32BE(0) === copied.length && copied.equals(original.subarray(0, copied.length));
  return own.type === tag.type && original.equals(copied);
}

/** A description ends with its only NUL. */
async function textBytesAfterEnd(copy: TiffFile, tag: TiffTag | undefined): Promise<boolean> {
  if (tag === undefined) return false;
  return (await copy.readBytes(tag.valueAt, tag.byteLength)).indexOf(0) !== tag.byteLength - 1;
}

/** Values that were checked one by one: letters in them are chance. */
const checkedTags: readonly number[] = [
  tiffTags.imageDescription,
  tiffTags.jpegTables,
  tiffTags.stripOffsets,
  tiffTags.stripByteCounts,
  tiffTags.tileOffsets,
  tiffTags.tileByteCounts,
];

function rangesOf(file: TiffFile, { directory }: TiffImage, { table }: PartComparison): readonly ByteRange[] {
  const end = directory.nextPointerAt + (file.isBig ? 8 : 4);
  const inlineBytes = file.isBig ? 8 : 4;
  const kindOf = (tag: number): RangeKind =>
    tag === tiffTags.iccProfile ? 'device' : checkedTags.includes(tag) ? 'checked' : 'other';
  const values = [...directory.tags.values()].filter((tag) => tag.byteLength > inlineBytes);
  const parts = Array.from(table.offsets, (start, part) => ({
    start,
    end: start + (table.byteCounts[part] ?? 0),
  }));
  return [
    { start: directory.offset, end, kind: 'other' },
    ...values.map((tag) => ({
      start: tag.valueAt,
      end: tag.valueAt + tag.byteLength,
      kind: kindOf(tag.tag),
    })),
    ...parts.filter((part) => part.end > part.start).map((part) => ({ ...part, kind: 'pixels' as const })),
  ];
}
