import type { CellClass } from '../../../main/domain/cellClass.ts';
import { blastProbabilityAt, type CellTable } from '../../../main/domain/cellTable.ts';
import { isCountedVerdict, verdicts } from '../../../main/domain/verdict.ts';

/** Where blast-like cells lie dense: a grid over the slide, each value 0..1 of the densest. */
export interface HeatMap {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** Bins along the longer edge of the slide. */
const longerEdgeBins = 192;
/** How far a cell spreads, in bins: standard deviation of a Gaussian. */
const spreadBins = 2.5;

/** Each cell counts with its P(blast-like); what a person has judged counts as 0 or 1. */
export function computeHeatMap(
  table: CellTable,
  slide: { readonly widthPx: number; readonly heightPx: number },
  isBlast: (cellClass: CellClass) => boolean,
): HeatMap {
  const binPx = Math.max(slide.widthPx, slide.heightPx) / longerEdgeBins;
  const columns = Math.max(1, Math.ceil(slide.widthPx / binPx));
  const rows = Math.max(1, Math.ceil(slide.heightPx / binPx));
  const weights = new Float32Array(columns * rows);
  for (let row = 0; row < table.count; row += 1) {
    const x = Math.floor(((table.xPx[row] ?? 0) + (table.widthPx[row] ?? 0) / 2) / binPx);
    const y = Math.floor(((table.yPx[row] ?? 0) + (table.heightPx[row] ?? 0) / 2) / binPx);
    if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
    const verdict = verdicts[table.verdict[row] ?? -1];
    const weight =
      verdict === undefined
        ? (blastProbabilityAt(table, row, isBlast) ?? 0)
        : Number(isCountedVerdict(verdict) && isBlast(verdict));
    weights[y * columns + x] = (weights[y * columns + x] ?? 0) + weight;
  }
  const values = blur(weights, columns, rows);
  const most = values.reduce((highest, value) => Math.max(highest, value), 0);
  return { columns, rows, values: most === 0 ? values : values.map((value) => value / most) };
}

function blur(values: Float32Array, columns: number, rows: number): Float32Array {
  const reach = Math.ceil(3 * spreadBins);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * spreadBins ** 2)),
  );
  const across = new Float32Array(values.length);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      across[y * columns + x] = kernel.reduce((sum, weight, at) => {
        const from = x + at - reach;
        return from < 0 || from >= columns ? sum : sum + weight * (values[y * columns + from] ?? 0);
      }, 0);
  const result = new Float32Array(values.length);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      result[y * columns + x] = kernel.reduce((sum, weight, at) => {
        const from = y + at - reach;
        return from < 0 || from >= rows ? sum : sum + weight * (across[from * columns + x] ?? 0);
      }, 0);
  return result;
}
