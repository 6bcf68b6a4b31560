import type { Plugin } from 'vite';
import { computeTileBox, listDeepZoomLevels } from '../../main/domain/deepZoom.ts';
import { type PictureRequest, parsePictureUrl } from '../../preload/contract/pictureUrls.ts';
import { drawnCells, drawnSmear, drawRegion, type Region } from './aDrawnSmear.ts';

const tilePx = 512;

/** Pictures and reports for the window in tests of its parts, at the addresses of the lab: every slide is the drawn
 *  smear, every report the same page. */
export function servePictures(): Plugin {
  return {
    name: 'blastscope:pictures',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const asked = parsePictureUrl(new URL(request.url ?? '/', 'http://lab').pathname);
        if (asked === undefined) return next();
        if (asked.kind === 'report' || asked.kind === 'report-preview') {
          response.setHeader('content-type', 'application/pdf');
          aReport().then((pdf) => response.end(pdf), next);
          return;
        }
        response.setHeader('content-type', 'image/svg+xml');
        response.end(draw(asked));
      });
    },
  };
}

function draw(asked: Exclude<PictureRequest, { kind: 'report' | 'report-preview' }>): string {
  const { widthPx, heightPx } = drawnSmear;
  const whole = { xPx: 0, yPx: 0, widthPx, heightPx };
  switch (asked.kind) {
    case 'tile': {
      const level = listDeepZoomLevels(drawnSmear, tilePx)[asked.level];
      if (level === undefined) return drawRegion(whole, whole);
      const box = computeTileBox(level, { ...asked, tilePx, overlapPx: 0, quality: 90 });
      return drawRegion(scaled(box, level.downsample), box);
    }
    case 'cell': {
      const cell = drawnCells.find(({ id }) => String(id) === asked.cellId);
      const { edgePx, outPx } = asked;
      const centre = cell === undefined ? whole : cell;
      const region = {
        xPx: centre.xPx + (centre.widthPx - edgePx) / 2,
        yPx: centre.yPx + (centre.heightPx - edgePx) / 2,
        ...{ widthPx: edgePx, heightPx: edgePx },
      };
      return drawRegion(region, { widthPx: outPx, heightPx: outPx });
    }
    case 'thumbnail':
      return drawRegion(whole, scaled(whole, asked.maxPx / widthPx));
    case 'associated':
      return drawRegion(whole, scaled(whole, 0.25));
  }
}

function scaled({ xPx, yPx, widthPx, heightPx }: Region, by: number): Region {
  return { xPx: xPx * by, yPx: yPx * by, widthPx: widthPx * by, heightPx: heightPx * by };
}

let report: Promise<Uint8Array> | undefined;

/** Read only when it is asked for, and not bundled with the configuration of the tests. */
function aReport(): Promise<Uint8Array> {
  const path = new URL('./aDrawnReport.ts', import.meta.url).href;
  report ??= import(path).then((file: typeof import('./aDrawnReport.ts')) => file.renderDrawnReport());
  return report;
}
