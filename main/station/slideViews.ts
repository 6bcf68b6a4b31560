import type { OpenedForView } from '../../preload/contract/cellCalls.ts';
import type { PictureRequest } from '../../preload/contract/pictureUrls.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideId } from '../domain/slide.ts';
import type { OpenedSlide, Picture, PictureOptions } from '../slides/tiles.ts';
import { createCellPlaces, readViewedSlide, refuseOtherContent } from '../workflows/viewSlide.ts';
import type { StationContext } from './stationContext.ts';

/** Slides that windows look at: opened when the first picture is asked for, closed when others took their place. */
export interface SlideViews {
  /** @throws LabError 'slide-unknown' | 'file-missing' | 'slide-changed' … */
  openForView(slideId: SlideId, signal: AbortSignal): Promise<OpenedForView>;
  readPicture(
    request: Exclude<PictureRequest, { kind: 'report' | 'report-preview' }>,
    options: PictureOptions,
  ): Promise<Picture>;
}

/** Thumbnails of a worklist pass through without pushing out the slide that is looked at. */
const mostOpen = 12;

export function createSlideViews({ db, tiles }: Pick<StationContext, 'db' | 'tiles'>): SlideViews {
  const places = createCellPlaces(db);
  /** longest unused first */
  const opened = new Map<SlideId, Promise<OpenedSlide>>();

  function open(slideId: SlideId): Promise<OpenedSlide> {
    const known = opened.get(slideId);
    opened.delete(slideId);
    const opening = known ?? begin(slideId);
    opened.set(slideId, opening);
    if (known === undefined) {
      opening.catch(() => forget(slideId, opening));
      closeOldest();
    }
    return opening;
  }

  async function begin(slideId: SlideId): Promise<OpenedSlide> {
    const { slide } = readViewedSlide(db, slideId);
    const fingerprint = await refuseOtherContent(db, slide);
    const { name, path, kind, sha256 } = slide;
    return tiles.open({ name, path, kind }, { sha256, fingerprint });
  }

  function closeOldest(): void {
    for (const [slideId, opening] of opened) {
      if (opened.size <= mostOpen) return;
      opened.delete(slideId);
      void opening.then(({ handle }) => tiles.close(handle)).catch(() => undefined);
    }
  }

  function forget(slideId: SlideId, opening: Promise<OpenedSlide>): void {
    if (opened.get(slideId) === opening) opened.delete(slideId);
  }

  /** A slide that changed is opened anew at the next call, not served from what it was. One that was closed for
   *  others between two steps is opened again at once. */
  async function use<Result>(
    slideId: SlideId,
    work: (slide: OpenedSlide) => Promise<Result>,
    isRetry = false,
  ): Promise<Result> {
    const opening = open(slideId);
    const slide = await opening;
    try {
      return await work(slide);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (error.code === 'slide-changed' || error.code === 'slide-unknown') forget(slideId, opening);
      if (error.code === 'slide-unknown' && !isRetry) return use(slideId, work, true);
      throw error;
    }
  }

  /** A worklist shows many slides: their thumbnails come from before, without opening one. */
  async function findThumbnail(
    slideId: SlideId,
    maxPx: number,
    options: PictureOptions,
  ): Promise<Picture | undefined> {
    const { slide } = readViewedSlide(db, slideId);
    if (slide.sha256 === undefined || (await refuseOtherContent(db, slide)) === undefined) return undefined;
    return tiles.findThumbnail(slide.sha256, maxPx, options);
  }

  return {
    async openForView(slideId) {
      const { row, scan, leftOut } = readViewedSlide(db, slideId);
      const { descriptor, fingerprint } = await open(slideId);
      const { widthPx, heightPx, tilePx, overlapPx, levelCount, info } = descriptor;
      return {
        row,
        ...{ widthPx, heightPx, tilePx, overlapPx, levelCount },
        version: (row.scan?.scanId ?? '') + fingerprint.slice(0, 200),
        pixelSize: scan?.pixelSize ?? info.pixelSize,
        objectivePower: info.objectivePower,
        redCellDiameterPx: scan?.redCellDiameterPx,
        associatedImages: info.associatedImages,
        leftOut,
      };
    },
    async readPicture(request, options) {
      const { slideId } = request;
      if (request.kind === 'thumbnail' && !opened.has(slideId)) {
        const kept = await findThumbnail(slideId, request.maxPx, options);
        if (kept !== undefined) return kept;
      }
      return use(slideId, ({ handle, descriptor }) => {
        switch (request.kind) {
          case 'tile': {
            const { level, column, row } = request;
            const { tilePx, overlapPx, quality } = descriptor;
            return tiles.readTile(handle, { level, column, row, tilePx, overlapPx, quality }, options);
          }
          case 'thumbnail':
            return tiles.readThumbnail(handle, request.maxPx, options);
          case 'associated':
            return tiles.readAssociatedImage(handle, request.name, options);
          case 'cell': {
            const { edgePx, outPx } = request;
            const box = places.readBox(slideId, request.cellId);
            return tiles.readCrop(handle, { box, edgePx, outPx }, options);
          }
        }
      });
    },
  };
}
