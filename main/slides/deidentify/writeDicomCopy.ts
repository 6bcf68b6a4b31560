import { open } from 'node:fs/promises';
import { LabError } from '../../domain/labError.ts';
import { throwIfCancelled, writeFailure } from '../fileFailure.ts';
import { appendToFile, type GrowingFile } from './appendToFile.ts';
import type { CopyOptions } from './copyOptions.ts';
import { pixelDataTag } from './dicomElements.ts';
import type { DicomFile } from './dicomFile.ts';
import { blankFrame, type FrameTable, listDicomFrames, refuseUnknownPixels } from './dicomFrames.ts';
import { listDicomTexts } from './dicomTexts.ts';
import { rewriteDicomHead, type SeriesContext } from './rewriteDicomHead.ts';
import { writeElementHead } from './serializeDicom.ts';

const chunkBytes = 4_000_000;
const undefinedLength = 0xffffffff;

/** Writes a new DICOM file: its elements by the profile, its pixels as they are stored, and nothing that follows
 *  them. Comments in compressed frames are overwritten with zeros, so that no offset changes.
 *  @returns names of what was left out
 *  @throws LabError 'deidentification-failed' | 'slide-unreadable' | 'disk-full' | 'output-unwritable' | 'cancelled' */
export async function writeDicomCopy(
  file: DicomFile,
  context: SeriesContext,
  options: CopyOptions,
): Promise<readonly string[]> {
  refuseUnknownPixels(file);
  const table = await listDicomFrames(file);
  const { pieces, removed } = rewriteDicomHead(file, await listDicomTexts(file, table.end), context);
  const names = new Set(removed);
  const handle = await open(options.outPath, 'wx').catch((error: unknown) => {
    throw writeFailure(error, options.outPath);
  });
  try {
    const out = appendToFile(handle, options.outPath);
    for (const piece of pieces) await out.append(piece);
    const copy = { file, table, out, names, options };
    if (table.offsetTable === undefined) await copyNativePixels(copy);
    else await copyFrames(copy);
    if (table.end < file.sizeBytes) names.add('data after the pixels');
    await out.finish([]);
    return [...names];
  } finally {
    await handle.close();
  }
}

interface PixelCopy {
  readonly file: DicomFile;
  readonly table: FrameTable;
  readonly out: GrowingFile;
  readonly names: Set<string>;
  readonly options: CopyOptions;
}

async function copyNativePixels({ file, table, out, options }: PixelCopy): Promise<void> {
  const [pixels = { at: 0, byteLength: 0 }] = table.frames;
  const padding = pixels.byteLength % 2;
  await out.append(
    writeElementHead(pixelDataTag, {
      vr: file.pixels.vr,
      length: pixels.byteLength + padding,
      isExplicit: file.stretch.isExplicit,
    }),
  );
  for (let done = 0; done < pixels.byteLength; done += chunkBytes) {
    throwIfCancelled(options.signal, file.name);
    const length = Math.min(chunkBytes, pixels.byteLength - done);
    await out.append(await file.readBytes(pixels.at + done, length));
    options.onBytes?.(length);
  }
  await out.append(Buffer.alloc(padding));
}

async function copyFrames({ file, table, out, names, options }: PixelCopy): Promise<void> {
  const { isExplicit } = file.stretch;
  await out.append(writeElementHead(pixelDataTag, { vr: 'OB', length: undefinedLength, isExplicit }));
  const { at = 0, byteLength = 0 } = table.offsetTable ?? {};
  await out.append(itemHead(0xe000fffe, byteLength));
  await out.append(await file.readBytes(at, byteLength));
  for (const [index, frame] of table.frames.entries()) {
    throwIfCancelled(options.signal, file.name);
    const blanked = blankFrame(file, await file.readBytes(frame.at, frame.byteLength));
    if (blanked === undefined) throw damagedFrame(file.name, index);
    for (const name of blanked.removed) names.add(name);
    await out.append(itemHead(0xe000fffe, frame.byteLength));
    await out.append(blanked.bytes);
    options.onBytes?.(frame.byteLength);
  }
  await out.append(itemHead(0xe0ddfffe, 0));
}

/** @param tag as four bytes little endian: FFFE,E000 or FFFE,E0DD */
function itemHead(tag: number, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(tag, 0);
  head.writeUInt32LE(length, 4);
  return head;
}

function damagedFrame(name: string, index: number): LabError {
  return new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: frame ${index + 1} is damaged, so what it holds beside pixels cannot be told. Copy the slide anew from its source.`,
    { frame: index },
  );
}
