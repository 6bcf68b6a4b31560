import { type FileHandle, open } from 'node:fs/promises';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideLevel, SlideRegion } from '../../domain/slideInfo.ts';
import { shrinkByMean } from '../../pixels/shrinkByMean.ts';
import { readFailure, writeFailure } from '../fileFailure.ts';
import { createWhiteRaster, pasteIntoRaster } from '../regionRaster.ts';

/** Levels in a scratch file: plain RGB in square tiles, one level after the other. Rows are written from the top
 *  to the bottom, each level making the next one. */
export interface LevelFile {
  /** Adds rows of the finest level; the last call of all may have an odd number.
   *  @param rows as wide as the level
   *  @throws LabError 'disk-full' | 'output-unwritable' */
  append(rows: RgbRaster): Promise<void>;
  /** @param region `level` counts from the finest in the file, 0. Only what has been written can be read.
   *  @throws LabError 'slide-unreadable' */
  read(region: SlideRegion): Promise<RgbRaster>;
  dispose(): Promise<void>;
}

/** Edge of a tile: 196 kB, one read. */
export const levelTilePx = 256;
const tileBytes = levelTilePx * levelTilePx * 3;

interface StoredLevel extends SlideLevel {
  readonly columns: number;
  readonly rows: number;
  /** byte of its first tile */
  readonly startsAt: number;
}

/** Bytes that levels take in a file. */
export function levelFileBytes(levels: readonly SlideLevel[]): number {
  return placeLevels(levels).reduce((sum, { columns, rows }) => sum + columns * rows * tileBytes, 0);
}

/** @param levels each half of the one before, edges rounded up
 *  @throws LabError 'output-unwritable' | 'disk-full' */
export async function createLevelFile(path: string, levels: readonly SlideLevel[]): Promise<LevelFile> {
  const stored = placeLevels(levels);
  const file = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
  const append = stored.reduceRight<RowWriter>(
    (next, level) => createRowWriter({ file, path, level, next }),
    async () => undefined,
  );
  return {
    append,
    async read(region) {
      const level = stored[region.level];
      if (level === undefined) throw new RangeError(`The scratch file has no level ${region.level}`);
      return readRegion(file, path, { level, region });
    },
    dispose: () => file.close(),
  };
}

function placeLevels(levels: readonly SlideLevel[]): readonly StoredLevel[] {
  const placed: StoredLevel[] = [];
  let startsAt = 0;
  for (const level of levels) {
    const columns = Math.ceil(level.widthPx / levelTilePx);
    const rows = Math.ceil(level.heightPx / levelTilePx);
    placed.push({ ...level, columns, rows, startsAt });
    startsAt += columns * rows * tileBytes;
  }
  return placed;
}

type RowWriter = (rows: RgbRaster) => Promise<void>;

interface LevelWriting {
  readonly file: FileHandle;
  readonly path: string;
  readonly level: StoredLevel;
  /** takes the rows halved */
  readonly next: RowWriter;
}

/** Gathers rows until a row of tiles is full, writes it, and hands it on. */
function createRowWriter({ file, path, level, next }: LevelWriting): RowWriter {
  let tileRow = 0;
  let filledPx = 0;
  const gathered = createWhiteRaster(level.columns * levelTilePx, levelTilePx);

  async function flush(heightPx: number): Promise<void> {
    const at = level.startsAt + tileRow * level.columns * tileBytes;
    await writeAll(file, cutIntoTiles(gathered, level.columns), at).catch((error: unknown) => {
      throw writeFailure(error, path);
    });
    tileRow += 1;
    filledPx = 0;
    const rows = cropRaster(gathered, level.widthPx, heightPx);
    gathered.data.fill(255);
    await next(shrinkByMean(rows, 2));
  }

  return async (rows) => {
    for (let y = 0; y < rows.heightPx; ) {
      const takenPx = Math.min(levelTilePx - filledPx, rows.heightPx - y);
      const from = y * rows.widthPx * 3;
      const part = rows.data.subarray(from, from + takenPx * rows.widthPx * 3);
      pasteIntoRaster(
        gathered,
        { widthPx: rows.widthPx, heightPx: takenPx, data: part },
        { xPx: 0, yPx: filledPx },
      );
      filledPx += takenPx;
      y += takenPx;
      const isLast = tileRow * levelTilePx + filledPx === level.heightPx;
      if (filledPx === levelTilePx || isLast) await flush(filledPx);
    }
  };
}

function cropRaster(raster: RgbRaster, widthPx: number, heightPx: number): RgbRaster {
  const cropped = { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3) };
  pasteIntoRaster(cropped, raster, { xPx: 0, yPx: 0 });
  return cropped;
}

function cutIntoTiles(rows: RgbRaster, columns: number): Uint8Array {
  const tiles = new Uint8Array(columns * tileBytes);
  const tileRowBytes = levelTilePx * 3;
  for (let column = 0; column < columns; column += 1)
    for (let y = 0; y < levelTilePx; y += 1) {
      const from = (y * rows.widthPx + column * levelTilePx) * 3;
      const row = rows.data.subarray(from, from + tileRowBytes);
      tiles.set(row, column * tileBytes + y * tileRowBytes);
    }
  return tiles;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

async function readRegion(
  file: FileHandle,
  path: string,
  { level, region }: { readonly level: StoredLevel; readonly region: SlideRegion },
): Promise<RgbRaster> {
  const whole = createWhiteRaster(region.widthPx, region.heightPx);
  const firstColumn = Math.max(0, Math.floor(region.xPx / levelTilePx));
  const lastColumn = Math.min(level.columns, Math.ceil((region.xPx + region.widthPx) / levelTilePx));
  const firstRow = Math.max(0, Math.floor(region.yPx / levelTilePx));
  const lastRow = Math.min(level.rows, Math.ceil((region.yPx + region.heightPx) / levelTilePx));
  for (let row = firstRow; row < lastRow; row += 1)
    for (let column = firstColumn; column < lastColumn; column += 1) {
      const tile = await readTile(file, path, level.startsAt + (row * level.columns + column) * tileBytes);
      pasteIntoRaster(whole, tile, {
        xPx: column * levelTilePx - region.xPx,
        yPx: row * levelTilePx - region.yPx,
      });
    }
  return whole;
}

async function readTile(file: FileHandle, path: string, at: number): Promise<RgbRaster> {
  const data = new Uint8Array(tileBytes);
  for (let done = 0; done < tileBytes; ) {
    const { bytesRead } = await file.read(data, done, tileBytes - done, at + done).catch((error: unknown) => {
      throw readFailure(error, path);
    });
    if (bytesRead === 0)
      throw new LabError(
        'slide-unreadable',
        `The working copy ${path} was cut short by someone else. Open the slide again.`,
        { path },
      );
    done += bytesRead;
  }
  return { widthPx: levelTilePx, heightPx: levelTilePx, data };
}
