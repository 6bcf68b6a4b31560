import { z } from 'zod';
import { cellClasses } from '../../main/domain/cellClass.ts';
import type { CellExplanation } from '../../main/domain/cellExplanation.ts';
import type { CellChanges, CellTable } from '../../main/domain/cellTable.ts';
import type { CellId } from '../../main/domain/ids.ts';
import type { LabelAction, LabelHistory } from '../../main/domain/labelAction.ts';
import type { PixelSize } from '../../main/domain/pixelSize.ts';
import type { Review } from '../../main/domain/review.ts';
import type { CellPrediction } from '../../main/domain/reviewedCell.ts';
import type { LeftOutField } from '../../main/domain/scan.ts';
import type { AssociatedImage } from '../../main/domain/slideInfo.ts';
import { verdicts } from '../../main/domain/verdict.ts';
import type { WorklistRow } from '../../main/domain/worklist.ts';
import { cellIdSchema, defineCall, grantIdSchema, ofSlide, slideIdSchema, uuidSchema } from './defineCall.ts';

/** A slide as a viewer needs it. Its tiles are DeepZoom: level `levelCount - 1` is the full resolution; addresses
 *  come from `pictureUrls`. */
export interface OpenedForView {
  readonly row: WorklistRow;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tilePx: number;
  readonly overlapPx: number;
  readonly levelCount: number;
  /** part of every address: another content has another */
  readonly version: string;
  /** of the scan, else of the file; undefined: no scale bar */
  readonly pixelSize: PixelSize | undefined;
  readonly objectivePower: number | undefined;
  readonly redCellDiameterPx: number | undefined;
  readonly associatedImages: readonly AssociatedImage[];
  readonly leftOut: readonly LeftOutField[];
}

/** The answer of every call that changes cells: what happened, what became of the cells, what can be undone now. */
export interface LabelResult {
  readonly action: LabelAction;
  readonly changes: CellChanges;
  readonly history: LabelHistory;
}

export interface ImportResult extends LabelResult {
  /** labels that lie on no field of the scan, or whose class is unknown */
  readonly passedOverCount: number;
}

/** All that is known of one cell. */
export interface CellHistory {
  /** by every model that has judged it, newest last */
  readonly predictions: readonly (CellPrediction & { readonly modelName: string })[];
  /** first to last; withdrawn ones have no verdict */
  readonly reviews: readonly (Omit<Review, 'verdict'> & {
    readonly verdict: Review['verdict'] | undefined;
  })[];
}

const cellIds = z.array(cellIdSchema).min(1).max(200_000);
const verdictSchema = z.enum(verdicts);
const coordinate = z.number().min(-10_000).max(10_000_000);
const boxSchema = z.strictObject({
  xPx: coordinate,
  yPx: coordinate,
  widthPx: z.number().min(2).max(20_000),
  heightPx: z.number().min(2).max(20_000),
});

/** Cells, labels, undo and redo. Answered by the station. Every change is on disk when the call returns, and is
 *  attributed to the person of the settings: 'person-unknown' when nobody has said who works. Boxes are in
 *  full-resolution slide pixels; a box has to lie on a field that was searched ('argument-invalid'). */
export const cellCalls = {
  /** @throws 'slide-unknown' | 'file-missing' | 'slide-changed' | 'slide-unreadable' … */
  openSlide: defineCall<OpenedForView>()(ofSlide),
  /** 'argument-invalid' when the slide has no finished scan */
  readCells: defineCall<CellTable>()(ofSlide),
  readLabelHistory: defineCall<LabelHistory>()(ofSlide),
  readCellHistory: defineCall<CellHistory>()(
    z.strictObject({ slideId: slideIdSchema, cellId: cellIdSchema }),
  ),
  /** gives cells a verdict, all as one action; null withdraws what was said */
  labelCells: defineCall<LabelResult>()(
    z.strictObject({ slideId: slideIdSchema, cellIds, verdict: verdictSchema.nullable() }),
  ),
  drawCell: defineCall<LabelResult>()(
    z.strictObject({ slideId: slideIdSchema, box: boxSchema, verdict: verdictSchema.nullable() }),
  ),
  reshapeCell: defineCall<LabelResult>()(
    z.strictObject({ slideId: slideIdSchema, cellId: cellIdSchema, box: boxSchema }),
  ),
  deleteCells: defineCall<LabelResult>()(z.strictObject({ slideId: slideIdSchema, cellIds })),
  /** several cells of one field become one, in the box around them, with the verdict that they share */
  mergeCells: defineCall<LabelResult>()(
    z.strictObject({ slideId: slideIdSchema, cellIds: z.array(cellIdSchema).min(2).max(50) }),
  ),
  /** one cell becomes two or more; the verdict is not handed on */
  splitCell: defineCall<LabelResult>()(
    z.strictObject({
      slideId: slideIdSchema,
      cellId: cellIdSchema,
      boxes: z.array(boxSchema).min(2).max(10),
    }),
  ),
  /** labels from a file (CSV or GeoJSON) by place: a box that meets a cell labels it, another is drawn */
  importLabels: defineCall<ImportResult>()(
    z.strictObject({ slideId: slideIdSchema, grants: z.array(grantIdSchema).length(1) }),
  ),
  /** 'argument-invalid' when there is nothing to take back */
  undo: defineCall<LabelResult>()(ofSlide),
  redo: defineCall<LabelResult>()(ofSlide),
  /** cells without a verdict that are worth labelling first, the most useful first; fewer where fewer are left */
  nextCells: defineCall<readonly CellId[]>()(
    z.strictObject({ slideId: slideIdSchema, count: z.int().min(1).max(1000) }),
  ),
  /** which parts of what the network saw of a cell spoke for a class; null: for its likeliest. Computed in float32 by the
   *  model of the cell's scan: 'model-unknown' when that is gone; 'compute-process-lost'; 'slide-changed' and whatever
   *  else keeps the slide from being read; 'scale-unknown' of a scan without a ruler; 'cancelled' */
  explainCell: defineCall<CellExplanation>()(
    z.strictObject({
      slideId: slideIdSchema,
      cellId: cellIdSchema,
      cellClass: z.enum(cellClasses).nullable(),
      requestId: uuidSchema,
    }),
  ),
  /** a person has looked at these cells; no action, cannot be undone */
  markSeen: defineCall<CellChanges>()(z.strictObject({ slideId: slideIdSchema, cellIds })),
};
