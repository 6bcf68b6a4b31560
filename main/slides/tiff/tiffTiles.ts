import { LRUCache } from 'lru-cache';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { ColourTransform } from '../colourTransform.ts';
import { createGate } from '../createGate.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { noteReadingProgress } from '../readingProgress.ts';
import { createSharedWork } from '../sharedWork.ts';
import { DamagedBlock } from './damagedBlock.ts';
import { type CodedBlocks, decodeMerged, decodeStrips, decodeTile, mergeTile } from './decodeBlocks.ts';
import { blockBytes, type TiffImage } from './readTiffImage.ts';
import type { TiffFile } from './tiffFile.ts';

/** A tile of an image of the file. */
interface TilePlace {
  readonly image: TiffImage;
  /** what people call the image: "level 2", "label" */
  readonly shown: string;
  readonly column: number;
  readonly row: number;
}

/** How an image's colours become sRGB. */
export interface TiffColours {
  readonly iccProfile: Buffer | undefined;
  readonly transform: ColourTransform | undefined;
}

/** The decoded tiles of a TIFF file, held as far as memory goes. */
export interface TiffTiles {
  /** A whole tile, its part beyond the image included; undefined when it is empty: white.
   *  @throws LabError 'tile-unreadable' | 'slide-unreadable' | 'file-missing' | 'cancelled' */
  read(place: TilePlace, signal: AbortSignal | undefined): Promise<RgbRaster | undefined>;
  /** A JPEG tile as a file of its own, decoded to see that it is whole; undefined when it is no such tile.
   *  @throws as read does */
  readJpeg(place: TilePlace, signal: AbortSignal | undefined): Promise<Buffer | undefined>;
  /** An image that is stored in strips, whole.
   *  @throws LabError 'slide-unreadable' | 'file-missing' */
  readStrips(image: TiffImage, shown: string): Promise<RgbRaster>;
  dispose(): void;
}

/** 800 tiles of 256 px: what a viewer pans over comes back. */
const decodedBudgetBytes = 160e6;
/** About a thousand tiles of 256 px. */
const jpegBudgetBytes = 32e6;
/** What decoding may hold at once beside the caches. */
const decodingBudgetBytes = 256e6;
const mostDecodedAtOnce = 16;

/** Coded pixels are seldom larger than plain ones; more than this is no image. */
const mostCodedBytes = (image: TiffImage) => 2 * blockBytes(image) + 65_536;

export function createTiffTiles(file: TiffFile, coloursOf: () => Promise<TiffColours>): TiffTiles {
  const decoded = createCache<RgbRaster>(decodedBudgetBytes, ({ data }) => data.length);
  const jpegs = createCache<Buffer>(jpegBudgetBytes, ({ length }) => length);
  const sharedTiles = createSharedWork<RgbRaster>();
  const sharedJpegs = createSharedWork<Buffer>();
  const gate = createGate({ mostAtOnce: mostDecodedAtOnce, mostBytes: decodingBudgetBytes });

  async function readCoded({ image }: TilePlace, blockIndexes: readonly number[]): Promise<CodedBlocks> {
    const blocks = await Promise.all(blockIndexes.map((index) => readBlock(file, image, index)));
    return { blocks, image, isLittleEndian: file.isLittleEndian, ...(await coloursOf()) };
  }

  async function decodeAnew(place: TilePlace, signal: AbortSignal): Promise<RgbRaster> {
    const bytes = 2 * blockBytes(place.image);
    return gate.run({ bytes, name: file.name, signal }, async () => {
      const pixels = await naming(file, place, async () =>
        decodeTile(await readCoded(place, blockIndexesOf(place))),
      );
      decoded.set(keyOf(place), pixels);
      noteReadingProgress();
      return pixels;
    });
  }

  async function mergeAnew(place: TilePlace, signal: AbortSignal): Promise<Buffer> {
    const bytes = 2 * blockBytes(place.image);
    return gate.run({ bytes, name: file.name, signal }, () =>
      naming(file, place, async () => {
        const tile = await readBlock(file, place.image, blockIndexOf(place));
        const merged = mergeTile(tile, place.image, undefined);
        if (!decoded.has(keyOf(place))) decoded.set(keyOf(place), await decodeMerged(merged));
        jpegs.set(keyOf(place), merged.bytes);
        return merged.bytes;
      }),
    );
  }

  return {
    async read(place, signal) {
      throwIfCancelled(signal, file.name);
      if (isEmpty(place)) return undefined;
      const held = decoded.get(keyOf(place));
      if (held !== undefined) return held;
      const caller = { name: file.name, signal };
      return sharedTiles.run(keyOf(place), (shared) => decodeAnew(place, shared), caller);
    },
    async readJpeg(place, signal) {
      throwIfCancelled(signal, file.name);
      if (!isStoredJpeg(place.image, await coloursOf()) || isEmpty(place)) return undefined;
      const held = jpegs.get(keyOf(place));
      if (held !== undefined) return held;
      const caller = { name: file.name, signal };
      return sharedJpegs.run(keyOf(place), (shared) => mergeAnew(place, shared), caller);
    },
    async readStrips(image, shown) {
      const place = { image, shown, column: 0, row: 0 };
      const indexes = Array.from(image.offsets.keys());
      return naming(file, place, async () => decodeStrips(await readCoded(place, indexes)));
    },
    dispose() {
      decoded.clear();
      jpegs.clear();
    },
  };
}

/** @throws DamagedBlock | LabError 'slide-unreadable' | 'file-missing' */
async function readBlock(file: TiffFile, image: TiffImage, index: number): Promise<Buffer> {
  const offset = image.offsets[index];
  const byteCount = image.byteCounts[index];
  if (offset === undefined || byteCount === undefined)
    throw new DamagedBlock('it is not in the list of tiles');
  if (byteCount > mostCodedBytes(image)) throw new DamagedBlock(`it claims ${byteCount} bytes`);
  if (offset + byteCount > file.sizeBytes) throw new DamagedBlock('it lies beyond the end of the file');
  return file.readBytes(offset, byteCount);
}

/** Says which tile is damaged. */
async function naming<Result>(
  file: TiffFile,
  { shown, column, row }: TilePlace,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DamagedBlock)) throw error;
    throw new LabError(
      'tile-unreadable',
      `A tile of ${file.name} is damaged (${shown}, column ${column}, row ${row}): ${error.message}. The rest of the slide can be read; copy the file anew from its source.`,
      { path: file.path, shown, column, row },
      { cause: error },
    );
  }
}

function blockIndexOf({ image, column, row }: TilePlace): number {
  return row * image.columns + column;
}

/** Of separate planes the tile of each. */
function blockIndexesOf(place: TilePlace): readonly number[] {
  const { coding, columns, rows } = place.image;
  const planeCount = coding.planarConfiguration === 2 ? coding.samplesPerPixel : 1;
  return Array.from({ length: planeCount }, (_, plane) => plane * columns * rows + blockIndexOf(place));
}

/** Scanners leave out what they have not scanned. */
function isEmpty(place: TilePlace): boolean {
  return blockIndexesOf(place).every((index) => place.image.byteCounts[index] === 0);
}

/** Colours as a browser understands them: grey, or three together, with no profile to apply. */
function isStoredJpeg({ coding }: TiffImage, { iccProfile, transform }: TiffColours): boolean {
  const { compression, samplesPerPixel, planarConfiguration, photometric } = coding;
  const isRgb = photometric === 2 || photometric === 6;
  const isColour = samplesPerPixel === 3 && isRgb && transform === undefined;
  const isGrey = samplesPerPixel === 1 && photometric === 1 && iccProfile === undefined;
  return compression === 7 && planarConfiguration === 1 && (isColour || isGrey);
}

function keyOf({ image, column, row }: TilePlace): string {
  return `${image.directory.offset}/${column}/${row}`;
}

function createCache<Value extends object>(maxSize: number, sizeCalculation: (value: Value) => number) {
  return new LRUCache<string, Value>({ maxSize, sizeCalculation });
}
