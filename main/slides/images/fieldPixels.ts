import { LRUCache } from 'lru-cache';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import { shrinkByMean } from '../../pixels/shrinkByMean.ts';
import { createGate } from '../createGate.ts';
import { readImage } from '../readImage.ts';
import { noteReadingProgress } from '../readingProgress.ts';
import { createSharedWork } from '../sharedWork.ts';
import type { FieldFile } from './fieldFile.ts';
import { readShrunkJpeg } from './readShrunkJpeg.ts';

/** Decoded fields and their reduced copies, held as far as memory goes. */
export interface FieldPixels {
  /** A field halved `halvings` times, its edges rounded up; 0 is the whole field.
   *  @throws LabError as readImage does */
  read(fieldIndex: number, halvings: number, signal: AbortSignal | undefined): Promise<RgbRaster>;
  /** The whole field if it is held. */
  peek(fieldIndex: number): RgbRaster | undefined;
  dispose(): void;
}

/** Whole fields: 40 of 1600 x 1000 px, or one of 64 megapixels. */
const wholeBudgetBytes = 192e6;
const reducedBudgetBytes = 128e6;

/** What decoding may hold at once beside the caches. */
const decodingBudgetBytes = 256e6;
const mostDecodedAtOnce = 4;

/** A reduced copy with a longer edge of at least this is made first and coarser ones from it, so that a field is
 *  decoded once for all of them: 0.2 MB a field. */
const leastFirstCopyPx = 256;

/** A field that could not be decoded is tried again after this time: its network drive may have come back. */
const failureHeldMs = 10_000;

export function createFieldPixels(files: readonly FieldFile[]): FieldPixels {
  const largestBytes = Math.max(...files.map(byteLengthOf));
  const wholes = createRasterCache(Math.max(wholeBudgetBytes, largestBytes));
  const copies = createRasterCache(Math.max(reducedBudgetBytes, largestBytes / 2));
  const failures = new LRUCache<number, LabError>({ max: 4096, ttl: failureHeldMs });
  const shared = createSharedWork<RgbRaster>();
  const gate = createGate({ mostAtOnce: mostDecodedAtOnce, mostBytes: decodingBudgetBytes });
  const cacheOf = (halvings: number) => (halvings === 0 ? wholes : copies);

  function fileAt(fieldIndex: number): FieldFile {
    const file = files[fieldIndex];
    if (file === undefined) throw new RangeError(`There is no field number ${fieldIndex}`);
    return file;
  }

  async function read(
    fieldIndex: number,
    halvings: number,
    signal: AbortSignal | undefined,
  ): Promise<RgbRaster> {
    const key = `${fieldIndex}/${halvings}`;
    const held = cacheOf(halvings).get(key);
    if (held !== undefined) return held;
    const make = async (sharedSignal: AbortSignal) => {
      const pixels = await readAnew(fieldIndex, halvings, sharedSignal);
      cacheOf(halvings).set(key, pixels);
      return pixels;
    };
    return shared.run(key, make, { name: fileAt(fieldIndex).name, signal });
  }

  /** From a finer copy where that is cheaper than decoding. */
  async function readAnew(fieldIndex: number, halvings: number, signal: AbortSignal): Promise<RgbRaster> {
    const file = fileAt(fieldIndex);
    const shrink = (finer: RgbRaster, from: number) => shrinkByMean(finer, 2 ** (halvings - from));
    for (let each = halvings - 1; each >= 0; each -= 1) {
      const finer = cacheOf(each).get(`${fieldIndex}/${each}`);
      if (finer !== undefined) return shrink(finer, each);
    }
    // of a slide of one field the other levels will be asked for next
    const first = files.length === 1 && !file.isJpeg ? 0 : Math.min(halvings, firstCopyHalvings(file));
    if (first < halvings) return shrink(await read(fieldIndex, first, signal), first);
    return decode(fieldIndex, halvings, signal);
  }

  async function decode(fieldIndex: number, halvings: number, signal: AbortSignal): Promise<RgbRaster> {
    const file = fileAt(fieldIndex);
    const failed = failures.get(fieldIndex);
    if (failed !== undefined) throw failed;
    try {
      const pixels = await gate.run({ bytes: byteLengthOf(file), name: file.name, signal }, () =>
        halvings > 0 && file.isJpeg
          ? readShrunkJpeg(file, halvings)
          : readImage(file.path, signal).then((whole) => shrinkByMean(whole, 2 ** halvings)),
      );
      noteReadingProgress();
      return pixels;
    } catch (error) {
      if (error instanceof LabError && error.code !== 'cancelled') failures.set(fieldIndex, error);
      throw error;
    }
  }

  return {
    read,
    peek: (fieldIndex) => wholes.get(`${fieldIndex}/0`),
    dispose() {
      wholes.clear();
      copies.clear();
    },
  };
}

function createRasterCache(maxSize: number): LRUCache<string, RgbRaster> {
  return new LRUCache({ maxSize: Math.ceil(maxSize), sizeCalculation: ({ data }) => data.length });
}

function byteLengthOf({ widthPx, heightPx }: FieldFile): number {
  return widthPx * heightPx * 3;
}

function firstCopyHalvings({ widthPx, heightPx }: FieldFile): number {
  return Math.max(0, Math.floor(Math.log2(Math.max(widthPx, heightPx) / leastFirstCopyPx)));
}
