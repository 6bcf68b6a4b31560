import OpenSeadragon from 'openseadragon';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { OpenedForView } from '../../../preload/contract/cellCalls.ts';
import { tileUrl } from '../../../preload/contract/pictureUrls.ts';
import { mirrored, type SlideTransform, transformOfPoints } from './slideTransform.ts';
import { viewerSettings } from './viewerSettings.ts';

export type Viewer = OpenSeadragon.Viewer;

/** OpenSeadragon on a slide, without its own buttons and keys. Whoever creates it destroys it. */
export function createSlideViewer(element: HTMLElement, slideId: SlideId, slide: OpenedForView): Viewer {
  const { widthPx, heightPx, tilePx, overlapPx, levelCount, version } = slide;
  keepStyleOut();
  const viewer = OpenSeadragon({
    element,
    ...viewerSettings,
    tileSources: {
      width: widthPx,
      height: heightPx,
      tileSize: tilePx,
      tileOverlap: overlapPx,
      minLevel: Math.min(levelCount - 1, 8),
      maxLevel: levelCount - 1,
      getTileUrl: (level: number, column: number, row: number) =>
        tileUrl(slideId, version, { level, column, row }),
    } as unknown as OpenSeadragon.TileSourceOptions,
  });
  // the page has keys of its own
  const { innerTracker } = viewer as unknown as {
    readonly innerTracker: { keyHandler: null; keyDownHandler: null };
  };
  innerTracker.keyHandler = null;
  innerTracker.keyDownHandler = null;
  return viewer;
}

/** OpenSeadragon puts a style of its own into the page, for touch screens, unless it is there. The window's policy
 *  refuses it: an empty one stands in. */
function keepStyleOut(): void {
  if (document.querySelector('style[data-openseadragon-mobile-css]') !== null) return;
  const style = document.createElement('style');
  style.nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  style.dataset.openseadragonMobileCss = 'true';
  document.head.append(style);
}

/** From slide pixels to CSS pixels of the viewer's element; undefined until the slide is open. */
export function readTransform(viewer: Viewer): SlideTransform | undefined {
  const picture = viewer.world.getItemAt(0);
  if (picture === undefined) return undefined;
  const { x: widthPx, y: heightPx } = picture.getContentSize();
  const unit = Math.max(widthPx, heightPx);
  const { viewport } = viewer;
  const place = (x: number, y: number) =>
    viewport.viewportToViewerElementCoordinates(picture.imageToViewportCoordinates(x, y, true));
  const transform = transformOfPoints(place(0, 0), place(unit, 0), place(0, unit), unit);
  return viewport.getFlip() ? mirrored(transform, viewer.element.clientWidth) : transform;
}
