import {
  asPointer,
  asText,
  callOnWorker,
  loadNativeLibrary,
  type NativePointer,
  readTexts,
} from './nativeCalls.ts';

/** The functions of OpenSlide 4 that the lab calls. Those that may read the disk run on a worker thread; the
 *  others look only at what the library holds in memory.
 *  @see https://openslide.org/api/openslide_8h.html */
export interface OpenSlideLibrary {
  readonly version: string;
  readonly detectVendor: (path: string) => Promise<string | undefined>;
  /** @returns undefined when OpenSlide does not know the file */
  readonly open: (path: string) => Promise<NativePointer | undefined>;
  readonly close: (slide: NativePointer) => Promise<void>;
  /** the first fault of a slide, which stays for ever; undefined while it is sound */
  readonly readError: (slide: NativePointer) => string | undefined;
  readonly readLevelCount: (slide: NativePointer) => number;
  readonly readLevelSize: (slide: NativePointer, level: number) => NativeSize;
  readonly readDownsample: (slide: NativePointer, level: number) => number;
  readonly listProperties: (slide: NativePointer) => ReadonlyMap<string, string>;
  readonly listAssociatedImages: (slide: NativePointer) => readonly string[];
  readonly readAssociatedSize: (slide: NativePointer, name: string) => NativeSize;
  readonly readAssociatedImage: (slide: NativePointer, name: string, argb: Uint32Array) => Promise<void>;
  readonly readRegion: (slide: NativePointer, region: NativeRegion, argb: Uint32Array) => Promise<void>;
  /** bytes of an ICC profile; 0 without one. @param name of an associated image, undefined of the slide */
  readonly readIccSize: (slide: NativePointer, name: string | undefined) => Promise<number>;
  readonly readIcc: (slide: NativePointer, name: string | undefined, profile: Uint8Array) => Promise<void>;
  readonly createCache: (sizeBytes: number) => NativePointer;
  readonly setCache: (slide: NativePointer, cache: NativePointer) => void;
  readonly releaseCache: (cache: NativePointer) => void;
}

export interface NativeSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Origin in pixels of level 0, size in pixels of the level. */
export interface NativeRegion extends NativeSize {
  readonly level: number;
  readonly fullXPx: number;
  readonly fullYPx: number;
}

/** Binds the functions of a shared library.
 *  @throws when it does not load or lacks one of them */
export function bindOpenSlide(path: string): OpenSlideLibrary {
  const native = loadNativeLibrary(path);
  const getVersion = native('const char *openslide_get_version(void)');
  const detectVendor = native('const char *openslide_detect_vendor(const char *path)');
  const open = native('void *openslide_open(const char *path)');
  const close = native('void openslide_close(void *slide)');
  const getError = native('const char *openslide_get_error(void *slide)');
  const getLevelCount = native('int32_t openslide_get_level_count(void *slide)');
  const getLevelSize = native(
    'void openslide_get_level_dimensions(void *slide, int32_t level, void *w, void *h)',
  );
  const getDownsample = native('double openslide_get_level_downsample(void *slide, int32_t level)');
  const getPropertyNames = native('void *openslide_get_property_names(void *slide)');
  const getProperty = native('const char *openslide_get_property_value(void *slide, const char *name)');
  const getAssociatedNames = native('void *openslide_get_associated_image_names(void *slide)');
  const getAssociatedSize = native(
    'void openslide_get_associated_image_dimensions(void *slide, const char *name, void *w, void *h)',
  );
  const readAssociated = native(
    'void openslide_read_associated_image(void *slide, const char *name, void *dest)',
  );
  const readRegion = native(
    'void openslide_read_region(void *slide, void *dest, int64_t x, int64_t y, int32_t level, int64_t w, int64_t h)',
  );
  const getIccSize = native('int64_t openslide_get_icc_profile_size(void *slide)');
  const readIcc = native('void openslide_read_icc_profile(void *slide, void *dest)');
  const getAssociatedIccSize = native(
    'int64_t openslide_get_associated_image_icc_profile_size(void *slide, const char *name)',
  );
  const readAssociatedIcc = native(
    'void openslide_read_associated_image_icc_profile(void *slide, const char *name, void *dest)',
  );
  const createCache = native('void *openslide_cache_create(size_t sizeBytes)');
  const setCache = native('void openslide_set_cache(void *slide, void *cache)');
  const releaseCache = native('void openslide_cache_release(void *cache)');

  const version = asText(getVersion());
  if (version === undefined) throw new TypeError('openslide_get_version gave no text');
  return {
    version,
    detectVendor: async (file) => asText(await callOnWorker(detectVendor, file)),
    open: async (file) => asPointer(await callOnWorker(open, file)),
    close: async (slide) => void (await callOnWorker(close, slide)),
    readError: (slide) => asText(getError(slide)),
    readLevelCount: (slide) => Number(getLevelCount(slide)),
    readLevelSize: (slide, level) => readSize((w, h) => getLevelSize(slide, level, w, h)),
    readDownsample: (slide, level) => Number(getDownsample(slide, level)),
    listProperties(slide) {
      const names = readTexts(getPropertyNames(slide));
      return new Map(names.map((name) => [name, asText(getProperty(slide, name)) ?? '']));
    },
    listAssociatedImages: (slide) => readTexts(getAssociatedNames(slide)),
    readAssociatedSize: (slide, name) => readSize((w, h) => getAssociatedSize(slide, name, w, h)),
    readAssociatedImage: async (slide, name, argb) =>
      void (await callOnWorker(readAssociated, slide, name, argb)),
    async readRegion(slide, { fullXPx, fullYPx, level, widthPx, heightPx }, argb) {
      await callOnWorker(readRegion, slide, argb, fullXPx, fullYPx, level, widthPx, heightPx);
    },
    readIccSize: async (slide, name) =>
      Number(
        await (name === undefined
          ? callOnWorker(getIccSize, slide)
          : callOnWorker(getAssociatedIccSize, slide, name)),
      ),
    readIcc: async (slide, name, profile) =>
      void (await (name === undefined
        ? callOnWorker(readIcc, slide, profile)
        : callOnWorker(readAssociatedIcc, slide, name, profile))),
    createCache: (sizeBytes) => asPointer(createCache(sizeBytes)) ?? 0n,
    setCache: (slide, cache) => void setCache(slide, cache),
    releaseCache: (cache) => void releaseCache(cache),
  };
}

function readSize(read: (widthPx: BigInt64Array, heightPx: BigInt64Array) => unknown): NativeSize {
  const [widthPx, heightPx] = [new BigInt64Array(1), new BigInt64Array(1)];
  read(widthPx, heightPx);
  return { widthPx: Number(widthPx[0]), heightPx: Number(heightPx[0]) };
}
