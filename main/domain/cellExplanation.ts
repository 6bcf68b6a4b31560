import type { PixelBox } from './cell.ts';
import type { CellClass } from './cellClass.ts';
import type { EngineName } from './engine.ts';
import { type HeatMap, heatAt } from './heatMap.ts';
import type { Judgement } from './judgement.ts';

/** Which parts of what the network saw of a cell spoke for a class. */
export interface CellExplanation {
  /** "blast-classifier-1.0.0": the model of the cell's scan */
  readonly modelName: string;
  /** what computed the map: float32, whatever computed the classes of the scan */
  readonly engine: EngineName;
  readonly explained: CellClass;
  /** what the network saw, full-resolution slide pixels; may reach beyond the slide */
  readonly window: PixelBox;
  /** how far the network could see, full-resolution slide pixels: the field that the cell was found in. Of what the window
   *  holds beyond it the network was shown the field's mirror image */
  readonly field: PixelBox;
  /** the cell in it, full-resolution slide pixels */
  readonly box: PixelBox;
  /** over the window, scaled to its own highest value; all zeros: nothing in it spoke for the class */
  readonly heat: HeatMap;
  /** of the cell as it lies now, in float32 */
  readonly judgement: Judgement;
}

export const heatRows = ['upper', 'middle', 'lower'] as const;
export const heatColumns = ['left', 'centre', 'right'] as const;

/** A heat map in numbers, for who reads rather than looks. */
export interface HeatSummary {
  /** where it is hottest, in thirds of the window */
  readonly row: (typeof heatRows)[number];
  readonly column: (typeof heatColumns)[number];
  /** share of all heat that lies in the cell's box, 0..1 */
  readonly shareInCell: number;
  /** share of the window that the box takes: the share of heat if it lay anywhere */
  readonly areaOfCell: number;
}

/** Points across and down at which a map is summed. */
const sampleCount = 48;

/** @returns undefined when nothing in the window spoke for the class */
export function summariseHeat({
  heat,
  window,
  box,
}: Pick<CellExplanation, 'heat' | 'window' | 'box'>): HeatSummary | undefined {
  let [sum, inCell, areaInCell] = [0, 0, 0];
  let hottest = { heat: 0, x: 0.5, y: 0.5 };
  for (let row = 0; row < sampleCount; row += 1) {
    for (let column = 0; column < sampleCount; column += 1) {
      const [x, y] = [(column + 0.5) / sampleCount, (row + 0.5) / sampleCount];
      const value = heatAt(heat, x, y);
      sum += value;
      if (value > hottest.heat) hottest = { heat: value, x, y };
      if (!isInside(box, window.xPx + x * window.widthPx, window.yPx + y * window.heightPx)) continue;
      inCell += value;
      areaInCell += 1;
    }
  }
  if (sum === 0) return undefined;
  return {
    row: heatRows[Math.floor(hottest.y * 3)] ?? 'lower',
    column: heatColumns[Math.floor(hottest.x * 3)] ?? 'right',
    shareInCell: inCell / sum,
    areaOfCell: areaInCell / sampleCount ** 2,
  };
}

function isInside(box: PixelBox, xPx: number, yPx: number): boolean {
  return xPx >= box.xPx && xPx < box.xPx + box.widthPx && yPx >= box.yPx && yPx < box.yPx + box.heightPx;
}
