import { cellClasses } from '../../main/domain/cellClass.ts';
import type { CellTable, JudgingModel } from '../../main/domain/cellTable.ts';
import type { ScanId } from '../../main/domain/scan.ts';
import type { SlideId } from '../../main/domain/slide.ts';

/** What judged the cells of tables under test. */
export const aJudgingModel: JudgingModel = {
  fullName: 'blast-classifier-1.0.0',
  engine: 'onnxruntime 1.30.0, int8 (copy 3f2a90c1d4e5)',
  isCalibrated: true,
  measuresStrangeness: false,
};

/** A row of a table under test: what is left out is a benign cell that nobody has seen. */
export interface TableCell {
  readonly id?: number;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** order of `cellClasses`; undefined: the model has not judged */
  readonly probabilities?: readonly number[] | undefined;
  /** index into `verdicts`; -1: none */
  readonly verdict?: number;
  readonly seen?: 0 | 1;
}

const surelyBenign = [1, 0, 0, 0];

/** Cells as columns; those without an id are numbered from 1. */
export function aCellTable(cells: readonly TableCell[]): CellTable {
  const judged = cells.map((cell) => ('probabilities' in cell ? cell.probabilities : surelyBenign));
  const count = cells.length;
  return {
    slideId: '00000000-0000-7000-8000-000000000001' as SlideId,
    scanId: '00000000-0000-7000-8000-000000000002' as ScanId,
    revision: 1,
    count,
    ids: Float64Array.from(cells, ({ id }, row) => id ?? row + 1),
    xPx: Float32Array.from(cells, (_, row) => row * 100),
    yPx: new Float32Array(count),
    widthPx: Float32Array.from(cells, ({ widthPx = 60 }) => widthPx),
    heightPx: Float32Array.from(cells, ({ heightPx = 60 }) => heightPx),
    score: new Float32Array(count).fill(0.9),
    field: new Int32Array(count),
    predicted: Int8Array.from(judged, (one) => (one === undefined ? -1 : one.indexOf(Math.max(...one)))),
    probabilities: Float32Array.from(judged.flatMap((one) => one ?? cellClasses.map(() => 0))),
    verdict: Int8Array.from(cells, ({ verdict = -1 }) => verdict),
    reviewer: new Int16Array(count).fill(-1),
    seen: Uint8Array.from(cells, ({ seen = 0 }) => seen),
    strangeness: new Float32Array(count).fill(Number.NaN),
    isDrawn: new Uint8Array(count),
    reviewers: [],
    fields: [],
    model: aJudgingModel,
  };
}
