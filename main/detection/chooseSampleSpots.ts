import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SmearArea } from './findSmearArea.ts';
import { measureDensity } from './opticalDensity.ts';
import { spreadTurn } from './spreadTurn.ts';

/** A spot is worth a look when this much of it is smear; where none is, those with the most are. */
const leastSmear = 0.5;

/** Of the spots with smear, from thinnest to thickest, those between these shares are looked at first: the thin
 *  half of a smear without its ragged edge is where red cells lie side by side. */
const thinHalf = { from: 0.1, to: 0.6 } as const;

/** Smaller spots than this many pixels of the overview are not told apart. */
const leastEdgePx = 8;

/** Spots of a slide that promise single red cells to measure: the most promising first, from all over the smear.
 *  @param overview the picture in which `area` was found
 *  @param wanted.edgePx of a spot, in pixels of the overview, may be fractional
 *  @returns boxes in pixels of the overview, perhaps larger than asked; none where there is no smear */
export function chooseSampleSpots(
  overview: RgbRaster,
  area: SmearArea,
  wanted: { readonly edgePx: number; readonly count: number },
): readonly PixelBox[] {
  const density = measureDensity(overview, area.white);
  const spots = cutIntoSpots(area, Math.max(leastEdgePx, wanted.edgePx)).flatMap((box) => {
    const seen = measureSpot(area, density, box);
    return seen.smearShare === 0 ? [] : [{ box, ...seen }];
  });
  const most = spots.reduce((share, spot) => Math.max(share, spot.smearShare), 0);
  const thinnestFirst = spots
    .filter(({ smearShare }) => smearShare >= Math.min(leastSmear, most))
    .toSorted((a, b) => a.meanDensity - b.meanDensity);
  return thinnestFirst
    .map(({ box }, index) => {
      const rank = (index + 0.5) / thinnestFirst.length;
      const isPromising = rank >= thinHalf.from && rank <= thinHalf.to;
      return { box, turn: spreadTurn(index) + (isPromising ? 0 : 1) };
    })
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, wanted.count)
    .map(({ box }) => box);
}

function cutIntoSpots({ widthPx, heightPx }: SmearArea, edgePx: number): readonly PixelBox[] {
  const columns = Math.max(1, Math.floor(widthPx / edgePx));
  const rows = Math.max(1, Math.floor(heightPx / edgePx));
  return Array.from({ length: columns * rows }, (_, index) => ({
    xPx: ((index % columns) * widthPx) / columns,
    yPx: (Math.floor(index / columns) * heightPx) / rows,
    widthPx: widthPx / columns,
    heightPx: heightPx / rows,
  }));
}

/** @returns share of the spot that is smear, and the mean optical density of that */
function measureSpot(
  area: SmearArea,
  density: Float32Array,
  box: PixelBox,
): { readonly smearShare: number; readonly meanDensity: number } {
  const [firstX, firstY] = [Math.floor(box.xPx), Math.floor(box.yPx)];
  const lastX = Math.max(firstX + 1, Math.floor(box.xPx + box.widthPx));
  const lastY = Math.max(firstY + 1, Math.floor(box.yPx + box.heightPx));
  let [smear, sum] = [0, 0];
  for (let y = firstY; y < lastY; y += 1)
    for (let x = firstX; x < lastX; x += 1) {
      const at = y * area.widthPx + x;
      if (area.isSmear[at] !== 1) continue;
      smear += 1;
      sum += density[at] as number;
    }
  return {
    smearShare: smear / ((lastX - firstX) * (lastY - firstY)),
    meanDensity: smear === 0 ? 0 : sum / smear,
  };
}
