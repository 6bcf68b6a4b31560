import type { PixelBox } from '../domain/cell.ts';
import { type DeepZoomTile, findTileLevel, listDeepZoomLevels, tileEdgePx } from '../domain/deepZoom.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { shrinkByMean } from '../pixels/shrinkByMean.ts';
import { createChangeWatch } from './changeWatch.ts';
import { createPictureCache, type PictureCacheSettings } from './pictureCache.ts';
import { createSlideReaders } from './reader/readerClient.ts';
import { createReaderPool, type TileReader, type TileReaders } from './readerPool.ts';
import type { RenderedTile } from './renderTile.ts';
import { describeTiles, type TileDescriptor } from './tileDescriptor.ts';
import {
  associatedImageId,
  contentPrefix,
  cropId,
  formatEtag,
  matchesEtag,
  thumbnailId,
  tileId,
} from './tileId.ts';

/** Serves the tiles of slides to a viewer. */
export interface TileService {
  /** Opens a slide for viewing. Opening it again gives another handle to the same.
   *  @throws LabError 'slide-changed' when `options.fingerprint` is another than that of the files now
   *  @throws LabError 'file-missing' | 'slide-unreadable' | 'openslide-missing' | 'slide-reader-lost' … */
  open(entry: SlideEntry, options?: OpenSlideOptions): Promise<OpenedSlide>;
  /** A JPEG tile. Callers that want the same share the work; when all have aborted it stops.
   *  @throws LabError 'argument-invalid' when the slide has no such tile | 'slide-unknown' for a handle that is
   *    not open | 'slide-changed' when the files are others than those opened, until it is opened anew
   *  @throws LabError 'cancelled' | 'slide-unreadable' | 'file-missing' | 'slide-reader-lost' */
  readTile(handle: SlideHandle, tile: DeepZoomTile, options?: PictureOptions): Promise<Picture>;
  /** The whole slide as a JPEG whose longer edge is at most maxPx, and more than half of it.
   *  @param maxPx 32 to 4096
   *  @throws as readTile does */
  readThumbnail(handle: SlideHandle, maxPx: number, options?: PictureOptions): Promise<Picture>;
  /** The same of a slide that need not be open, where it is kept from before: a worklist shows many slides.
   *  @param sha256 of the slide's content, which the caller knows to be what it is now
   *  @returns undefined when it is not kept */
  findThumbnail(sha256: string, maxPx: number, options?: PictureOptions): Promise<Picture | undefined>;
  /** The square about the centre of a box, for a gallery of cells: white where the slide ends.
   *  @param box full-resolution slide pixels
   *  @throws as readTile does; 'argument-invalid' for an edge that is none of a cell */
  readCrop(handle: SlideHandle, crop: CellCrop, options?: PictureOptions): Promise<Picture>;
  /** Label, macro … as a JPEG of at most 4096 px. Never kept on disk: a label may show a name.
   *  @throws as readTile does; 'argument-invalid' when there is none of that name */
  readAssociatedImage(handle: SlideHandle, name: string, options?: PictureOptions): Promise<Picture>;
  /** @throws LabError 'slide-unknown' */
  close(handle: SlideHandle): Promise<void>;
  dispose(): Promise<void>;
}

export type SlideHandle = string & { readonly __brand: 'SlideHandle' };

export interface OpenSlideOptions {
  /** of the slide's content, where it is known: tags and cached tiles then hold wherever the slide lies */
  readonly sha256?: string | undefined;
  /** what `fingerprintSlide` gave when the slide was scanned or hashed */
  readonly fingerprint?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenedSlide {
  readonly handle: SlideHandle;
  readonly descriptor: TileDescriptor;
  readonly fingerprint: string;
}

export interface PictureOptions {
  /** entity tags that the caller has, as in the header If-None-Match */
  readonly ifNoneMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type Picture =
  | ({ readonly kind: 'picture'; readonly etag: string } & RenderedTile)
  | { readonly kind: 'not-modified'; readonly etag: string };

/** A square of a slide as a picture. */
export interface CellCrop {
  readonly box: PixelBox;
  /** edge of the square, full-resolution slide pixels */
  readonly edgePx: number;
  /** edge of the picture */
  readonly outPx: number;
}

export interface TileServiceSettings extends PictureCacheSettings {
  /** opened slides whose readers are kept; 4 unless told */
  readonly mostOpen?: number | undefined;
  /** those of child processes unless told */
  readonly readers?: TileReaders | undefined;
}

/** What is known of a handle. */
interface ServedSlide {
  readonly entry: SlideEntry;
  readonly key: string;
  readonly idPrefix: string;
  readonly watch: Awaited<ReturnType<typeof createChangeWatch>>;
  readonly descriptor: TileDescriptor;
}

const defaultMostOpen = 4;
const thumbnailQuality = 85;

/** A service over slides in child processes of their own. Whoever creates it disposes of it. */
export function createTileService(settings: TileServiceSettings = {}): TileService {
  const { mostOpen = defaultMostOpen, readers = createSlideReaders() } = settings;
  const pool = createReaderPool(readers, mostOpen);
  const cache = createPictureCache(settings);
  const slides = new Map<SlideHandle, ServedSlide>();
  let handleCount = 0;

  function find(handle: SlideHandle): ServedSlide {
    const slide = slides.get(handle);
    if (slide !== undefined) return slide;
    throw new LabError('slide-unknown', `No slide is open as ${handle}. Open it again.`, { handle });
  }

  async function read(slide: ServedSlide, wanted: WantedRead, options: PictureOptions): Promise<Picture> {
    const { entry, watch } = slide;
    const etag = formatEtag(wanted.id);
    if (matchesEtag(options.ifNoneMatch, etag)) {
      await watch.refuseChanged();
      return { kind: 'not-modified', etag };
    }
    const { id, mayLieOnDisk } = wanted;
    const request = { id, mayLieOnDisk, watch, name: entry.name, signal: options.signal };
    const picture = await cache.read(request, async (signal) => {
      try {
        return await pool.use(slide, (reader) => wanted.render(reader, signal), signal);
      } catch (error) {
        // a file that was cut off or replaced fails in many ways: the reason is that it changed
        if (!signal.aborted) await watch.lookNow();
        throw error;
      }
    });
    return { kind: 'picture', etag, ...picture };
  }

  function readTile(handle: SlideHandle, tile: DeepZoomTile, options: PictureOptions): Promise<Picture> {
    const slide = find(handle);
    findTileLevel(slide.descriptor, tile);
    const render = (reader: TileReader, signal: AbortSignal) => reader.renderTile(tile, signal);
    return read(slide, { id: tileId(slide.idPrefix, tile), mayLieOnDisk: true, render }, options);
  }

  return {
    async open(entry, options = {}) {
      let slide: ServedSlide | undefined;
      const watch = await createChangeWatch(entry, () => {
        if (slide === undefined) return;
        cache.forget(slide.idPrefix);
        void pool.close(slide.key);
      });
      const { fingerprint } = watch;
      refuseOther(entry, options.fingerprint, fingerprint);
      const key = `${entry.path}\0${fingerprint}`;
      const info = await pool.use({ key, entry }, (reader) => reader.info, options.signal);
      const idPrefix = contentPrefix(options.sha256 ?? fingerprint);
      slide = { entry, key, idPrefix, watch, descriptor: describeTiles(info) };
      await watch.lookNow();
      handleCount += 1;
      const handle = `slide-${handleCount}` as SlideHandle;
      slides.set(handle, slide);
      return { handle, descriptor: slide.descriptor, fingerprint };
    },
    async readTile(handle, tile, options = {}) {
      return readTile(handle, tile, options);
    },
    async readThumbnail(handle, maxPx, options = {}) {
      const tilePx = requireEdge(maxPx);
      const slide = find(handle);
      const levels = listDeepZoomLevels(slide.descriptor, tilePx);
      const level = levels.findLastIndex(({ columns, rows }) => columns === 1 && rows === 1);
      const tile = { level, column: 0, row: 0, tilePx, overlapPx: 0, quality: thumbnailQuality };
      const render = (reader: TileReader, signal: AbortSignal) => reader.renderTile(tile, signal);
      return read(slide, { id: thumbnailId(slide.idPrefix, maxPx), mayLieOnDisk: true, render }, options);
    },
    async findThumbnail(sha256, maxPx, options = {}) {
      const id = thumbnailId(contentPrefix(sha256), requireEdge(maxPx));
      const etag = formatEtag(id);
      if (matchesEtag(options.ifNoneMatch, etag)) return { kind: 'not-modified', etag };
      const kept = await cache.find(id);
      return kept === undefined ? undefined : { kind: 'picture', etag, ...kept };
    },
    async readCrop(handle, crop, options = {}) {
      const slide = find(handle);
      const square = squareOf(crop);
      const id = cropId(slide.idPrefix, square, crop.outPx);
      const render = async (reader: TileReader, signal: AbortSignal) => {
        const { readCellCrop } = await import('./readCellCrop.ts');
        return readCellCrop(reader, { square, outPx: crop.outPx }, signal);
      };
      return read(slide, { id, mayLieOnDisk: true, render }, options);
    },
    async readAssociatedImage(handle, name, options = {}) {
      const slide = find(handle);
      const render = async (reader: TileReader, signal: AbortSignal) =>
        encodeAssociatedImage(await reader.readAssociatedImage(name, signal));
      return read(
        slide,
        { id: associatedImageId(slide.idPrefix, name), mayLieOnDisk: false, render },
        options,
      );
    },
    async close(handle) {
      const { key } = find(handle);
      slides.delete(handle);
      if (![...slides.values()].some((slide) => slide.key === key)) await pool.close(key);
    },
    async dispose() {
      await cache.settle();
      slides.clear();
      await pool.dispose();
    },
  };
}

interface WantedRead {
  readonly id: string;
  readonly mayLieOnDisk: boolean;
  readonly render: (reader: TileReader, signal: AbortSignal) => Promise<RenderedTile>;
}

/** Edges of squares that show a cell and its neighbourhood, and of pictures of them. */
const cropEdgePx = { least: 8, most: 2048 } as const;

function squareOf({ box, edgePx, outPx }: CellCrop): PixelBox {
  for (const px of [edgePx, outPx])
    if (!(Number.isSafeInteger(px) && px >= cropEdgePx.least && px <= cropEdgePx.most))
      throw new LabError(
        'argument-invalid',
        `A picture of a cell has an edge of ${cropEdgePx.least} to ${cropEdgePx.most} px, not ${px}.`,
      );
  return {
    xPx: Math.round(box.xPx + (box.widthPx - edgePx) / 2),
    yPx: Math.round(box.yPx + (box.heightPx - edgePx) / 2),
    widthPx: edgePx,
    heightPx: edgePx,
  };
}

function requireEdge(maxPx: number): number {
  const { least, most } = tileEdgePx;
  if (Number.isSafeInteger(maxPx) && maxPx >= least && maxPx <= most) return maxPx;
  throw new LabError('argument-invalid', `A thumbnail has an edge of ${least} to ${most} px, not ${maxPx}.`);
}

function refuseOther(entry: SlideEntry, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new LabError(
    'slide-changed',
    `${entry.name} has changed on disk since it was scanned. Put the original back, or scan it again.`,
    { path: entry.path },
  );
}

/** The image library is loaded only for this: tiles come encoded from the reader's process. */
async function encodeAssociatedImage(pixels: RgbRaster): Promise<RenderedTile> {
  const { encodeJpeg } = await import('./encodeJpeg.ts');
  const shrink = Math.ceil(Math.max(pixels.widthPx, pixels.heightPx) / tileEdgePx.most);
  return { jpeg: await encodeJpeg(shrinkByMean(pixels, shrink), thumbnailQuality), isDamaged: false };
}
