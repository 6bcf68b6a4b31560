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
      if (logit < leastLogit || !isPeak(maps, channel, x, y)) continue;
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

function isPeak(maps: CellMaps, channel: number, x: number, y: number): boolean {
  const at = outputsAt(maps, x, y);
  const logit = maps.outputs[at + channel] as number;
  for (let row = Math.max(0, y - 1); row <= Math.min(maps.heightCells - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(maps.widthCells - 1, x + 1); column += 1) {
      const other = outputsAt(maps, column, row);
      const value = maps.outputs[other + channel] as number;
      if (value > logit || (value === logit && other < at)) return false;
    }
  }
  return true;
}
