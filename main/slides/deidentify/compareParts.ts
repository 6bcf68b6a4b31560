import { throwIfCancelled } from '../fileFailure.ts';
import type { TiffFile } from '../tiff/tiffFile.ts';
import { cleanPart, partCoding } from './cleanPart.ts';
import { proofFailure } from './proofFailure.ts';
import { type PartTable, readPartTable } from './readPartTable.ts';
import { type RemovedText, textsOfBinary } from './removedText.ts';
import { scanJpeg } from './scanJpeg.ts';
import { scanJpeg2000 } from './scanJpeg2000.ts';
import { decodedPartBytes, type TiffImage } from './tiffImage.ts';

/** An image in the original and in its copy. */
export interface ImagePair {
  readonly source: TiffImage;
  readonly copy: TiffImage;
}

export interface PartComparison {
  /** strips or tiles, each compared byte for byte */
  readonly partCount: number;
  /** of the copy */
  readonly table: PartTable;
  /** that the original's strips and tiles carried beside pixels */
  readonly texts: readonly RemovedText[];
}

const chunkBytes = 4_000_000;
const mostTexts = 2000;

/** Compares the stored pixels of an image in both files, and checks that those of the copy carry nothing else.
 *  @throws LabError 'deidentification-failed' | 'slide-unreadable' | 'cancelled' */
export async function compareParts(
  files: { readonly source: TiffFile; readonly copy: TiffFile },
  pair: ImagePair,
  signal: AbortSignal | undefined,
): Promise<PartComparison> {
  const source = await readPartTable(files.source, pair.source);
  const copy = await readPartTable(files.copy, pair.copy);
  const texts: RemovedText[] = [];
  const compared = new Map<number, number>();
  for (const [part, sourceAt] of source.offsets.entries()) {
    throwIfCancelled(signal, files.source.name);
    const sourceRange = { at: sourceAt, bytes: source.byteCounts[part] ?? 0 };
    const copyRange = { at: copy.offsets[part] ?? 0, bytes: copy.byteCounts[part] ?? 0 };
    if (sourceRange.bytes === 0 && copyRange.bytes === 0) continue;
    if (compared.get(sourceAt) === copyRange.at) continue; // tiles that share their bytes
    const found = await comparePart(files, pair, { part, sourceRange, copyRange });
    if (texts.length < mostTexts) texts.push(...found);
    compared.set(sourceAt, copyRange.at);
  }
  return { partCount: source.offsets.length, table: copy, texts };
}

interface StoredPart {
  readonly at: number;
  readonly bytes: number;
}

async function comparePart(
  files: { readonly source: TiffFile; readonly copy: TiffFile },
  { source, copy }: ImagePair,
  {
    part,
    sourceRange,
    copyRange,
  }: { readonly part: number; readonly sourceRange: StoredPart; readonly copyRange: StoredPart },
): Promise<readonly RemovedText[]> {
  const coding = partCoding(source, files.source.name);
  const differs = proofFailure(`tile ${part} of its image ${copy.index} is not that of the original`);
  if (coding === 'none') {
    const bytes = Math.min(sourceRange.bytes, decodedPartBytes(source, part));
    if (copyRange.bytes !== bytes) throw differs;
    for (let done = 0; done < bytes; done += chunkBytes) {
      const length = Math.min(chunkBytes, bytes - done);
      const original = await files.source.readBytes(sourceRange.at + done, length);
      if (!original.equals(await files.copy.readBytes(copyRange.at + done, length))) throw differs;
    }
    return [];
  }
  const original = await files.source.readBytes(sourceRange.at, sourceRange.bytes);
  const copied = await files.copy.readBytes(copyRange.at, copyRange.bytes);
  const cleaned = cleanPart(original, coding, { image: source, part });
  if (cleaned === undefined || !cleaned.bytes.equals(copied)) throw differs;
  if (!carriesOnlyPixels(copied, coding))
    throw proofFailure(`tile ${part} of its image ${copy.index} holds more than pixels`);
  const name = 'data within tiles';
  return cleaned.removedBytes.flatMap((bytes) => textsOfBinary(bytes, { name, isDevice: true }));
}

function carriesOnlyPixels(bytes: Buffer, coding: string): boolean {
  if (coding === 'jpeg') {
    const scan = scanJpeg(bytes);
    return scan !== undefined && scan.metadata.length === 0 && scan.endAt === bytes.length;
  }
  if (coding !== 'jpeg2000') return true; // compared with the original up to the end of its coded pixels
  const scan = scanJpeg2000(bytes);
  const isBlank = ({ contentStart, end }: { readonly contentStart: number; readonly end: number }) =>
    bytes.subarray(contentStart, end).every((byte) => byte === 0);
  return scan?.metadata.every(isBlank) === true && scan.endAt === bytes.length;
}
