import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import type { RgbRaster } from '../domain/raster.ts';
import {
  asPointer,
  asText,
  callOnWorker,
  loadNativeLibrary,
  type NativePointer,
} from './openslide/nativeCalls.ts';

/** libjpeg-turbo without libvips around it: for a picture of the size of a tile, setting up libvips' pipeline takes
 *  twice as long as the coding itself. Its pixels and files are those of sharp, bit by bit. It also tells of damage
 *  that libvips misses, because libjpeg warns of it only at the end of the data. */
export interface TurboJpeg {
  /** Decodes a JPEG file of three colours.
   *  @param size of the image, as its header says
   *  @returns 'damaged' when pixels are missing or wrong; undefined when it cannot decode such a file */
  decode(jpeg: Uint8Array, size: ImageSize): Promise<RgbRaster | 'damaged' | undefined>;
  /** @param quality 1..100
   *  @returns bytes of a JPEG file; undefined when it cannot be made */
  encode(image: RgbRaster, form: JpegForm): Promise<Uint8Array | undefined>;
}

interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

interface JpegForm {
  readonly quality: number;
  /** false: colour is kept at half the resolution */
  readonly isFullColour: boolean;
}

/* Of turbojpeg.h: pixels as R, G, B; 4:4:4 and 4:2:0; the transform that libvips uses. */
const formatRgb = 0;
const sampling = { full: 0, half: 2 } as const;
const accurateTransform = 4096;

/** Of libjpeg's messages (jerror.h) those that mean that data are missing or wrong. */
const damage = /premature end of data segment|bad Huffman code|(?<left>\d+) extraneous bytes/;

/** Some encoders leave a few bytes before the end; wrong data leave more. */
const mostLeftBytes = 8;

let library: TurboJpeg | undefined;
let isTried = false;

/** @returns undefined where the package has no such library for this machine: sharp then does the same, slower */
export function loadTurboJpeg(): TurboJpeg | undefined {
  if (!isTried) library = tryToLoad();
  isTried = true;
  return library;
}

function tryToLoad(): TurboJpeg | undefined {
  try {
    return bindTurboJpeg(findLibrary());
  } catch {
    return undefined; // not a failure: the package has no shared library for every machine
  }
}

/** @throws when the package is not installed or has no shared library for this machine */
function findLibrary(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('@julusian/jpeg-turbo/package.json'));
  const machine = `jpeg-turbo-${process.platform}-${process.arch}`;
  const path = join(folder, 'prebuilds', machine, 'libturbojpeg.so.0');
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return path;
}

function bindTurboJpeg(path: string): TurboJpeg {
  const native = loadNativeLibrary(path);
  const initDecoder = native('void *tjInitDecompress(void)');
  const initEncoder = native('void *tjInitCompress(void)');
  const readError = native('const char *tjGetErrorStr2(void *handle)');
  const free = native('void tjFree(void *bytes)');
  const decompress = native(
    'int tjDecompress2(void *handle, const uint8_t *jpeg, ulong length, uint8_t *pixels, int width, int pitch, int height, int format, int flags)',
  );
  const compress = native(
    'int tjCompress2(void *handle, const uint8_t *pixels, int width, int pitch, int height, int format, _Inout_ void **jpeg, _Inout_ ulong *length, int sampling, int quality, int flags)',
  );
  const decoders = createHandles(initDecoder);
  const encoders = createHandles(initEncoder);
  return {
    decode: (jpeg, { widthPx, heightPx }) =>
      decoders.use(async (handle) => {
        const data = new Uint8Array(widthPx * heightPx * 3);
        const call = [handle, jpeg, jpeg.byteLength, data, widthPx, widthPx * 3, heightPx] as const;
        const form = [formatRgb, accurateTransform] as const;
        if ((await callOnWorker(decompress, ...call, ...form)) === 0) return { widthPx, heightPx, data };
        decompress(...call, ...form); // the library keeps its messages for each thread: once more on this one
        return isDamage(asText(readError(handle))) ? 'damaged' : undefined;
      }),
    encode: ({ data, widthPx, heightPx }, { quality, isFullColour }) =>
      encoders.use(async (handle) => {
        const jpeg: [unknown] = [null];
        const length: [number] = [0];
        const input = [handle, data, widthPx, widthPx * 3, heightPx, formatRgb] as const;
        const form = [isFullColour ? sampling.full : sampling.half, quality, accurateTransform] as const;
        const status = await callOnWorker(compress, ...input, jpeg, length, ...form);
        const bytes = asPointer(jpeg[0]);
        if (bytes === undefined) return undefined;
        const copy = status === 0 ? new Uint8Array(koffi.view(bytes, Number(length[0]))).slice() : undefined;
        free(bytes);
        return copy;
      }),
  };
}

function isDamage(message: string | undefined): boolean {
  const found = damage.exec(message ?? '');
  return found !== null && Number(found.groups?.left ?? Number.POSITIVE_INFINITY) > mostLeftBytes;
}

/** Handles of the library, each of which serves one call at a time. There are never more than calls at once. */
function createHandles(init: () => unknown) {
  const idle: NativePointer[] = [];
  return {
    async use<Result>(work: (handle: NativePointer) => Promise<Result>): Promise<Result | undefined> {
      const handle = idle.pop() ?? asPointer(init());
      if (handle === undefined) return undefined; // no memory
      try {
        return await work(handle);
      } finally {
        idle.push(handle);
      }
    },
  };
}
