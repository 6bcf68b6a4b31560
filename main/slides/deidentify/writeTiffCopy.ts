import { open } from 'node:fs/promises';
import { LabError } from '../../domain/labError.ts';
import { throwIfCancelled, writeFailure } from '../fileFailure.ts';
import type { TiffFile } from '../tiff/tiffFile.ts';
import { tiffTags } from '../tiff/tiffTags.ts';
import { appendToFile, type GrowingFile } from './appendToFile.ts';
import type { TiffChoice } from './chooseTiffImages.ts';
import { cleanPart, type PartCoding, partCoding } from './cleanPart.ts';
import type { CopyOptions } from './copyOptions.ts';
import { planTiffTags } from './planTiffTags.ts';
import { type PartTable, readPartTable } from './readPartTable.ts';
import {
  offsetType,
  serializeDirectories,
  type TiffLayout,
  type WrittenDirectory,
  type WrittenTag,
  writeNumbers,
  writeTiffHeader,
} from './serializeTiff.ts';
import { decodedPartBytes, type TiffImage } from './tiffImage.ts';

/** Above this a classic TIFF's offsets do not reach; a copy is at most a little longer than its source. */
const mostClassicBytes = 4.2e9;

/** A compressed strip is looked through whole; far more than any scanner writes. */
const mostPartBytes = 256e6;

/** Bytes read at once of uncompressed strips. */
const chunkBytes = 4_000_000;

/** Writes a new TIFF file that holds the chosen images and nothing else: their pixels as they are stored, the tags
 *  that decoding needs, a description of numbers. Nothing of the source is patched, so nothing that its directories
 *  do not lead to can remain.
 *  @param outPath a file that does not exist
 *  @returns names of what was left out of tags and pixel streams
 *  @throws LabError 'deidentification-failed' | 'slide-unreadable' | 'disk-full' | 'output-unwritable' | 'cancelled' */
export async function writeTiffCopy(
  file: TiffFile,
  choice: TiffChoice,
  { outPath, signal, onBytes }: CopyOptions,
): Promise<readonly string[]> {
  const layout = {
    isLittleEndian: file.isLittleEndian,
    isBig: file.isBig || file.sizeBytes > mostClassicBytes,
  };
  const removed = new Set<string>();
  const handle = await open(outPath, 'wx').catch((error: unknown) => {
    throw writeFailure(error, outPath);
  });
  try {
    const out = appendToFile(handle, outPath);
    await out.append(writeTiffHeader(layout, 0));
    const copier = {
      file,
      layout,
      out,
      removed,
      signal,
      onBytes,
      copied: new Map(),
      sourceBytes: { sum: 0 },
    };
    const directories: WrittenDirectory[] = [];
    for (const { image, levels } of choice.kept) {
      const isFirst = directories.length === 0;
      const tags = await copyImage(copier, choice, { image, isFirst });
      const subDirectories: WrittenDirectory[] = [];
      for (const level of levels)
        subDirectories.push({
          tags: await copyImage(copier, choice, { image: level, isFirst: false }),
          subDirectories: [],
        });
      directories.push({ tags, subDirectories });
    }
    const { pieces, firstAt } = serializeDirectories(layout, directories, out.sizeBytes);
    for (const piece of pieces) await out.append(piece);
    await out.finish([{ at: 0, bytes: writeTiffHeader(layout, firstAt) }]);
    return [...removed];
  } finally {
    await handle.close();
  }
}

interface Copier {
  readonly file: TiffFile;
  readonly layout: TiffLayout;
  readonly out: GrowingFile;
  readonly removed: Set<string>;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: ((bytes: number) => void) | undefined;
  /** by offset in the source: tiles that look the same may share their bytes */
  readonly copied: Map<number, CopiedPart>;
  readonly sourceBytes: { sum: number };
}

interface CopiedPart {
  readonly sourceBytes: number;
  readonly at: number;
  readonly bytes: number;
}

async function copyImage(
  copier: Copier,
  choice: TiffChoice,
  { image, isFirst }: { readonly image: TiffImage; readonly isFirst: boolean },
): Promise<readonly WrittenTag[]> {
  const { file, layout } = copier;
  for (const { byteLength } of image.directory.tags.values()) refuseOverlaps(copier, byteLength);
  const { tags, removed } = await planTiffTags(file, choice, { image, isFirst });
  for (const name of removed) copier.removed.add(name);
  const table = await copyParts(copier, image, partCoding(image, file.name));
  const count = table.offsets.length;
  const type = offsetType(layout);
  const written = (tag: number, numbers: Float64Array): WrittenTag => ({
    tag,
    type,
    count,
    bytes: writeNumbers(numbers, type, layout.isLittleEndian),
  });
  return [
    ...tags,
    written(image.isTiled ? tiffTags.tileOffsets : tiffTags.stripOffsets, table.offsets),
    written(image.isTiled ? tiffTags.tileByteCounts : tiffTags.stripByteCounts, table.byteCounts),
  ];
}

async function copyParts(copier: Copier, image: TiffImage, coding: PartCoding): Promise<PartTable> {
  const source = await readPartTable(copier.file, image);
  const offsets = new Float64Array(source.offsets.length);
  const byteCounts = new Float64Array(source.offsets.length);
  for (const [part, at] of source.offsets.entries()) {
    throwIfCancelled(copier.signal, copier.file.name);
    const sourceBytes = source.byteCounts[part] ?? 0;
    if (sourceBytes === 0) continue; // a tile that is not stored
    const known = copier.copied.get(at);
    const copied =
      known?.sourceBytes === sourceBytes
        ? known
        : await copyPart(copier, image, { part, at, sourceBytes, coding });
    copier.copied.set(at, copied);
    offsets[part] = copied.at;
    byteCounts[part] = copied.bytes;
    copier.onBytes?.(sourceBytes);
  }
  return { offsets, byteCounts };
}

async function copyPart(
  copier: Copier,
  image: TiffImage,
  {
    part,
    at,
    sourceBytes,
    coding,
  }: {
    readonly part: number;
    readonly at: number;
    readonly sourceBytes: number;
    readonly coding: PartCoding;
  },
): Promise<CopiedPart> {
  const { file, out, removed } = copier;
  refuseOverlaps(copier, sourceBytes);
  const copyAt = out.sizeBytes;
  if (coding === 'none') {
    const bytes = Math.min(sourceBytes, decodedPartBytes(image, part));
    if (bytes < sourceBytes) removed.add('bytes after the pixels of a tile');
    for (let done = 0; done < bytes; done += chunkBytes)
      await out.append(await file.readBytes(at + done, Math.min(chunkBytes, bytes - done)));
    return { sourceBytes, at: copyAt, bytes };
  }
  if (Math.max(sourceBytes, decodedPartBytes(image, part)) > mostPartBytes) throw tooLargePart(file.name);
  const cleaned = cleanPart(await file.readBytes(at, sourceBytes), coding, { image, part });
  if (cleaned === undefined) throw damagedPart(file.name, image, part);
  for (const name of cleaned.removed) removed.add(name);
  await out.append(cleaned.bytes);
  return { sourceBytes, at: copyAt, bytes: cleaned.bytes.length };
}

/** Small tables and profiles that images share. */
const sharedBytes = 4_000_000;

/** Tiles that overlap, or tables that many images share, could make a copy of any size from a small file. */
function refuseOverlaps({ file, sourceBytes: read }: Copier, sourceBytes: number): void {
  read.sum += sourceBytes;
  if (read.sum <= file.sizeBytes + sharedBytes) return;
  throw new LabError(
    'slide-unreadable',
    `Cannot de-identify ${file.name}: its images or tiles overlap in the file. It is damaged, or was made to do harm.`,
  );
}

function tooLargePart(name: string): LabError {
  return new LabError(
    'image-too-large',
    `Cannot de-identify ${name}: it holds compressed strips of more than ${mostPartBytes / 1e6} MB. Save it with tiles first.`,
  );
}

function damagedPart(name: string, image: TiffImage, part: number): LabError {
  return new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: tile ${part} of image ${image.index} is damaged, so what it holds beside pixels cannot be told. Copy the slide anew from its source.`,
    { image: image.index, part },
  );
}
