import { cellClasses, type Verdict } from '../../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../../main/domain/cellTable.ts';
import type { ScanId } from '../../../../main/domain/scan.ts';
import type { SlideId } from '../../../../main/domain/slide.ts';
import { verdicts } from '../../../../main/domain/verdict.ts';
import { aJudgingModel } from '../../../helpers/aCellTable.ts';

export interface TableCell {
  readonly id: number;
  readonly xPx?: number;
  readonly yPx?: number;
  readonly edgePx?: number;
  readonly field?: number;
  /** P(pro-b), the rest is benign; undefined: not judged */
  readonly blast?: number;
  readonly verdict?: Verdict;
  readonly isSeen?: boolean;
}

/** A table of cells as the station sends it. */
export function aCellTable(cells: readonly TableCell[]): CellTable {
  const count = cells.length;
  const numbers = (read: (cell: TableCell) => number) => cells.map(read);
  return {
    slideId: '00000000-0000-7000-8000-000000000001' as SlideId,
    scanId: '00000000-0000-7000-8000-000000000002' as ScanId,
    revision: 1,
    count,
    ids: Float64Array.from(numbers(({ id }) => id)),
    xPx: Float32Array.from(numbers(({ xPx = 0 }) => xPx)),
    yPx: Float32Array.from(numbers(({ yPx = 0 }) => yPx)),
    widthPx: Float32Array.from(numbers(({ edgePx = 40 }) => edgePx)),
    heightPx: Float32Array.from(numbers(({ edgePx = 40 }) => edgePx)),
    score: new Float32Array(count).fill(0.9),
    field: Int32Array.from(numbers(({ field = 0 }) => field)),
    predicted: Int8Array.from(
      numbers(({ blast }) =>
        blast === undefined ? -1 : cellClasses.indexOf(blast > 0.5 ? 'pro-b' : 'benign'),
      ),
    ),
    probabilities: Float32Array.from(
      cells.flatMap(({ blast }) => (blast === undefined ? [0, 0, 0, 0] : [1 - blast, 0, 0, blast])),
    ),
    verdict: Int8Array.from(
      numbers(({ verdict }) => (verdict === undefined ? -1 : verdicts.indexOf(verdict))),
    ),
    reviewer: Int16Array.from(numbers(({ verdict }) => (verdict === undefined ? -1 : 0))),
    seen: Uint8Array.from(numbers(({ isSeen = false }) => Number(isSeen))),
    strangeness: new Float32Array(count).fill(Number.NaN),
    isDrawn: new Uint8Array(count),
    reviewers: ['Ada'],
    fields: [],
    model: aJudgingModel,
  };
}

export const isBlast = (cellClass: string) => cellClass !== 'benign';
