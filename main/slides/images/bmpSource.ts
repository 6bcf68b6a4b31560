import type { FileHandle } from 'node:fs/promises';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo, SlideRegion } from '../../domain/slideInfo.ts';
import { type BmpHeader, bmpHeadBytes, readBmpHeader } from '../bmpHeader.ts';
import { decodeBmpPixels } from '../decodeBmp.ts';
import { readFailure, throwIfCancelled } from '../fileFailure.ts';
import { openPlainFile } from '../openPlainFile.ts';
import { createWhiteRaster, levelOfRegion } from '../regionRaster.ts';
import type { SlideSource } from '../slideSource.ts';

/** Rows that are read at once. */
const rowsAhead = 64;

/** A large bitmap: its rows are not compressed, so that a region is read from where it lies in the file.
 *  @param info of one level
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function openBmpSource(entry: SlideEntry, info: SlideInfo): Promise<SlideSource> {
  const { handle, sizeBytes } = await openPlainFile(entry.path);
  let header: BmpHeader;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bmpHeadBytes), 0, bmpHeadBytes, 0);
    header = readBmpHeader(buffer.subarray(0, bytesRead), { name: entry.name, sizeBytes });
  } catch (error) {
    await handle.close();
    throw readFailure(error, entry.path);
  }
  return {
    entry,
    info,
    async readRegion(region, signal) {
      levelOfRegion(info, region);
      return readRegion({ handle, header, entry }, region, signal);
    },
    async readAssociatedImage(name) {
      throw new LabError('argument-invalid', `${info.name} has no associated image named ${name}.`);
    },
    async readField() {
      throw new RangeError(`${info.name} is one plane; it has no fields`);
    },
    dispose: () => handle.close(),
  };
}

interface OpenedBmp {
  readonly handle: FileHandle;
  readonly header: BmpHeader;
  readonly entry: SlideEntry;
}

async function readRegion(
  bmp: OpenedBmp,
  region: SlideRegion,
  signal: AbortSignal | undefined,
): Promise<RgbRaster> {
  const whole = createWhiteRaster(region.widthPx, region.heightPx);
  const firstColumn = Math.max(0, region.xPx);
  const columnCount = Math.min(bmp.header.widthPx, region.xPx + region.widthPx) - firstColumn;
  if (columnCount <= 0) return whole;
  const firstRow = Math.max(0, region.yPx);
  const lastRow = Math.min(bmp.header.heightPx, region.yPx + region.heightPx);
  const readRow = async (y: number) => {
    const to = ((y - region.yPx) * region.widthPx + firstColumn - region.xPx) * 3;
    const target = whole.data.subarray(to, to + columnCount * 3);
    await fillRow(target, bmp, { y, firstColumn, columnCount });
  };
  for (let y = firstRow; y < lastRow; y += rowsAhead) {
    throwIfCancelled(signal, bmp.entry.name);
    const rows = Array.from({ length: Math.min(rowsAhead, lastRow - y) }, (_, index) => y + index);
    await Promise.all(rows.map(readRow));
  }
  return whole;
}

async function fillRow(
  target: Uint8Array,
  { handle, header, entry }: OpenedBmp,
  part: { readonly y: number; readonly firstColumn: number; readonly columnCount: number },
): Promise<void> {
  const { bitsPerPixel, pixelsAt, rowBytes } = header;
  const firstByte = Math.floor((part.firstColumn * bitsPerPixel) / 8);
  const lastByte = Math.ceil(((part.firstColumn + part.columnCount) * bitsPerPixel) / 8);
  const fileRow = header.isBottomUp ? header.heightPx - 1 - part.y : part.y;
  // three bytes a pixel are read to where they are to be
  const bytes = bitsPerPixel === 24 ? target : new Uint8Array(lastByte - firstByte);
  await readBytes(handle, bytes, { entry, at: pixelsAt + fileRow * rowBytes + firstByte });
  const skippedPixels = part.firstColumn - Math.floor((firstByte * 8) / bitsPerPixel);
  decodeBmpPixels(target, bytes, { header, name: entry.name, skippedPixels });
}

async function readBytes(
  handle: FileHandle,
  bytes: Uint8Array,
  { entry, at }: { readonly entry: SlideEntry; readonly at: number },
): Promise<void> {
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, at).catch((error: unknown) => {
    throw readFailure(error, entry.path);
  });
  if (bytesRead === bytes.length) return;
  throw new LabError(
    'slide-unreadable',
    `Cannot read ${entry.name}: the file became shorter while it was open. Copy it anew from its source.`,
    { path: entry.path },
  );
}
