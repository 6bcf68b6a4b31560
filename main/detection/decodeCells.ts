import type { DetectedCell } from '../domain/cell.ts';
import type { CellMaps } from './cellFinder.ts';

/** Peaks of one of the two heat maps as boxes with their score, in network pixels of the image that was
 *  looked at. A peak is a map cell that none of its eight neighbours exceeds; of equal neighbours the first in
 *  reading order counts.
 *  @param leastScore 0..1 */
export function decodeCells(
  maps: CellMaps,
  kind: 'whiteCell' | 'redCell',
  leastScore: number,
): readonly DetectedCell[] {
  const heat = maps[kind];
  const sides = kind === 'whiteCell' ? maps.whiteCellBox : maps.redCellBox;
  const cells: DetectedCell[] = [];
  for (let y = 0; y < maps.heightCells; y += 1) {
    for (let x = 0; x < maps.widthCells; x += 1) {
      const at = y * maps.widthCells + x;
      const score = heat[at] as number;
      if (score < leastScore || !isPeak(maps, heat, { x, y })) continue;
      const left = sides[at * 4] as number;
      const top = sides[at * 4 + 1] as number;
      cells.push({
        xPx: (x + 0.5) * maps.stridePx - left,
        yPx: (y + 0.5) * maps.stridePx - top,
        widthPx: left + (sides[at * 4 + 2] as number),
        heightPx: top + (sides[at * 4 + 3] as number),
        score,
      });
    }
  }
  return cells;
}

function isPeak(
  maps: CellMaps,
  heat: Float32Array,
  place: { readonly x: number; readonly y: number },
): boolean {
  const at = place.y * maps.widthCells + place.x;
  const score = heat[at] as number;
  for (let y = Math.max(0, place.y - 1); y <= Math.min(maps.heightCells - 1, place.y + 1); y += 1) {
    for (let x = Math.max(0, place.x - 1); x <= Math.min(maps.widthCells - 1, place.x + 1); x += 1) {
      const other = y * maps.widthCells + x;
      const value = heat[other] as number;
      if (value > score || (value === score && other < at)) return false;
    }
  }
  return true;
}
