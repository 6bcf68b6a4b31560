import type { DetectedCell } from '../domain/cell.ts';
import {
  type CellMaps,
  type FoundKind,
  logitChannel,
  logitOf,
  outputsAt,
  probabilityOf,
  readSides,
} from '../domain/cellMaps.ts';

/** Peaks of one of the two maps as boxes with their score, in network pixels of the image that was looked at. A peak is
 *  a map cell that none of its eight neighbours exceeds; of equal neighbours the first in reading order counts.
 *  @param leastScore 0..1 */
export function decodeCells(maps: CellMaps, kind: FoundKind, leastScore: number): readonly DetectedCell[] {
  const leastLogit = logitOf(leastScore);
  const channel = logitChannel[kind];
  const cells: DetectedCell[] = [];
  for (let y = 0; y < maps.heightCells; y += 1) {
    for (let x = 0; x < maps.widthCells; x += 1) {
      const at = outputsAt(maps, x, y);
      const logit = maps.outputs[at + channel] as number;
      if (logit < leastLogit || !isPeak(maps, channel, { x, y })) continue;
      const [left, top, right, bottom] = readSides(maps, kind, at);
      cells.push({
        xPx: (x + 0.5) * maps.stridePx - left,
        yPx: (y + 0.5) * maps.stridePx - top,
        widthPx: left + right,
        heightPx: top + bottom,
        score: probabilityOf(logit),
      });
    }
  }
  return cells;
}

function isPeak(maps: CellMaps, channel: number, place: { readonly x: number; readonly y: number }): boolean {
  const at = outputsAt(maps, place.x, place.y);
  const logit = maps.outputs[at + channel] as number;
  for (let y = Math.max(0, place.y - 1); y <= Math.min(maps.heightCells - 1, place.y + 1); y += 1) {
    for (let x = Math.max(0, place.x - 1); x <= Math.min(maps.widthCells - 1, place.x + 1); x += 1) {
      const other = outputsAt(maps, x, y);
      const value = maps.outputs[other + channel] as number;
      if (value > logit || (value === logit && other < at)) return false;
    }
  }
  return true;
}
