import type { PixelBox } from './cell.ts';
import {
  type CellClass,
  type ClassProbabilities,
  cellClasses,
  forEachClass,
  type Verdict,
} from './cellClass.ts';
import type { EngineName } from './engine.ts';
import type { CellId } from './ids.ts';
import { type ProposedClass, proposedClasses } from './judgement.ts';
import type { ScanId } from './scan.ts';
import type { SlideId } from './slide.ts';
import { verdicts } from './verdict.ts';

/** The cells of a slide's newest scan as columns, one row a cell in the order of the scan: 100,000 cells cross to
 *  the window in one message and are drawn from here. Rows that are gone (deleted, merged, split) are left out.
 *  All columns have `count` rows. */
export interface CellTable {
  readonly slideId: SlideId;
  readonly scanId: ScanId;
  /** grows with every change to the slide's cells */
  readonly revision: number;
  readonly count: number;
  /** cell ids as numbers */
  readonly ids: Float64Array;
  /** boxes, full-resolution slide pixels */
  readonly xPx: Float32Array;
  readonly yPx: Float32Array;
  readonly widthPx: Float32Array;
  readonly heightPx: Float32Array;
  /** the detector's confidence, 0..1 */
  readonly score: Float32Array;
  /** index into `fields` */
  readonly field: Int32Array;
  /** what the model proposes as an index into `proposedClasses`; -1: it has not judged the cell */
  readonly predicted: Int8Array;
  /** [count * 4], order of `cellClasses`; 0 where the model has not judged */
  readonly probabilities: Float32Array;
  /** how unlike all training cells, over the most that the model still names; NaN where that was not measured */
  readonly strangeness: Float32Array;
  /** the latest verdict of a person as an index into `verdicts`; -1: nobody has given one */
  readonly verdict: Int8Array;
  /** who gave it, an index into `reviewers`; -1 */
  readonly reviewer: Int16Array;
  /** 1: a person has looked at the cell */
  readonly seen: Uint8Array;
  /** 1: drawn, merged or split by a person */
  readonly isDrawn: Uint8Array;
  readonly reviewers: readonly string[];
  readonly fields: readonly CellField[];
  readonly model: JudgingModel;
}

/** What judged the cells of a scan. */
export interface JudgingModel {
  /** "blast-classifier-1.0.0" */
  readonly fullName: string;
  /** undefined of scans by a program before 0.4, which knew float32 only */
  readonly engine: EngineName | undefined;
  /** its probabilities were fitted to how often it is right */
  readonly isCalibrated: boolean;
  readonly measuresStrangeness: boolean;
}

/** A field that was searched, full-resolution slide pixels. */
export interface CellField extends PixelBox {
  readonly name: string;
}

/** Which cells a slide has now: another scan or another revision has others. */
export interface CellsAsNow {
  readonly slideId: SlideId;
  readonly scanId: ScanId;
  readonly revision: number;
}

/** What became of the cells of a slide by one action. */
export interface CellChanges {
  readonly slideId: SlideId;
  readonly scanId: ScanId;
  /** after the change; the one before is `revision - 1` */
  readonly revision: number;
  /** rows that are new or changed, with a list of reviewers of their own. Fields of a scan never change and are not
   *  repeated: `fields` is empty, and `field` counts in those of the whole table */
  readonly changed: CellTable;
  /** ids of cells that are gone */
  readonly removedIds: Float64Array;
}

export function cellIdAt(table: CellTable, row: number): CellId {
  return String(table.ids[row]) as CellId;
}

export function boxAt(table: CellTable, row: number): PixelBox {
  return {
    xPx: table.xPx[row] ?? 0,
    yPx: table.yPx[row] ?? 0,
    widthPx: table.widthPx[row] ?? 0,
    heightPx: table.heightPx[row] ?? 0,
  };
}

/** undefined where the model has not judged the cell */
export function probabilitiesAt(table: CellTable, row: number): ClassProbabilities | undefined {
  if (predictedAt(table, row) === undefined) return undefined;
  return forEachClass((_, index) => table.probabilities[row * cellClasses.length + index] ?? 0);
}

/** As in a Judgement; undefined where it was not measured */
export function strangenessAt(table: CellTable, row: number): number | undefined {
  const strangeness = table.strangeness[row] ?? Number.NaN;
  return Number.isNaN(strangeness) ? undefined : strangeness;
}

export function predictedAt(table: CellTable, row: number): ProposedClass | undefined {
  return proposedClasses[table.predicted[row] ?? -1];
}

/** What a person said last; undefined when nobody has */
export function verdictAt(table: CellTable, row: number): Verdict | undefined {
  return verdicts[table.verdict[row] ?? -1];
}

/** What stands of a cell now: the latest review, else what the model says. The same rule as `currentVerdict`. */
export function standingAt(table: CellTable, row: number): Verdict | undefined {
  return verdictAt(table, row) ?? predictedAt(table, row);
}

/** P(blast-like) by the model, 0..1, for any set of blast classes; undefined where it has not judged. */
export function blastProbabilityAt(
  table: CellTable,
  row: number,
  isBlast: (cellClass: CellClass) => boolean,
): number | undefined {
  if ((table.predicted[row] ?? -1) < 0) return undefined;
  let sum = 0;
  // a plain loop: it runs for 100,000 rows
  for (let at = 0; at < cellClasses.length; at += 1)
    if (isBlast(cellClasses[at] as CellClass)) sum += table.probabilities[row * cellClasses.length + at] ?? 0;
  return Math.min(1, sum);
}
