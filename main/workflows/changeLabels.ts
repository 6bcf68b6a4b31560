import type { CellChange } from '../database/changeCells.ts';
import * as imports from '../database/importLabels.ts';
import * as verbs from '../database/labelCells.ts';
import { readModelName } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import { listPredictions } from '../database/predictions.ts';
import { readCellChanges, readCellsChanged, readCellTable } from '../database/readCellTable.ts';
import { requireCurrentScan } from '../database/requireCurrentScan.ts';
import { listReviews } from '../database/reviews.ts';
import { requirePerson } from '../database/settings.ts';
import type { CellChanges } from '../domain/cellTable.ts';
import type { CellId } from '../domain/ids.ts';
import type { LabelAction, LabelHistory } from '../domain/labelAction.ts';
import type { SlideId } from '../domain/slide.ts';

export { readLabelHistory } from '../database/labelCells.ts';
export { readCellTable };

/** What an action came to. */
export interface LabelOutcome {
  readonly action: LabelAction;
  readonly changes: CellChanges;
  readonly history: LabelHistory;
}

/** A verb of `database/labelCells` without who acts: that is the person of the settings. */
type ArgumentsOf<Verb> = Verb extends (db: Db, args: infer Arguments) => unknown
  ? Omit<Arguments, 'person'>
  : never;

const simpleVerbs = {
  labelCells: verbs.labelCells,
  drawCell: verbs.drawCell,
  reshapeCell: verbs.reshapeCell,
  deleteCells: verbs.deleteCells,
  mergeCells: verbs.mergeCells,
  splitCell: verbs.splitCell,
  undo: verbs.undoLabels,
  redo: verbs.redoLabels,
};

export type LabelVerb = keyof typeof simpleVerbs;

/** Carries out an action in the name of who works now; on disk when this returns.
 *  @throws LabError 'person-unknown' | 'slide-unknown' | 'argument-invalid' */
export function changeLabels<Verb extends LabelVerb>(
  db: Db,
  verb: Verb,
  args: ArgumentsOf<(typeof simpleVerbs)[Verb]> & { readonly slideId: SlideId },
): LabelOutcome {
  const run = simpleVerbs[verb] as (db: Db, args: object) => CellChange;
  return outcomeOf(db, args.slideId, run(db, { ...args, person: requirePerson(db).name }));
}

/** As `changeLabels`, with labels of another program.
 *  @param reviewer whose they are; who works now unless told
 *  @returns also how many lie on no field of the scan */
export function importLabels(
  db: Db,
  slideId: SlideId,
  labels: readonly imports.ImportedLabel[],
  reviewer?: string,
): LabelOutcome & { readonly passedOverCount: number } {
  const person = reviewer?.trim() || requirePerson(db).name;
  const { change, passedOverCount } = imports.importLabels(db, { slideId, person, labels });
  return { ...outcomeOf(db, slideId, change), passedOverCount };
}

/** Notes that who works now has looked at cells.
 *  @returns undefined when all had been seen before */
export function markSeen(db: Db, slideId: SlideId, cellIds: readonly CellId[]): CellChanges | undefined {
  const seen = verbs.markSeen(db, { slideId, cellIds, person: requirePerson(db).name });
  return seen === undefined ? undefined : readCellChanges(db, slideId, seen);
}

/** Cells as they are, in the form of a change that changed nothing. */
export function readCellsAsTheyAre(db: Db, slideId: SlideId, cellIds: readonly CellId[]): CellChanges {
  return readCellsChanged(db, { slideId, scanId: requireCurrentScan(db, slideId), cellIds });
}

/** All that models and people have said of a cell, first to last. */
export function readCellHistory(db: Db, cellId: CellId) {
  const predictions = listPredictions(db, cellId).map((prediction) => ({
    ...prediction,
    modelName: readModelName(db, prediction.modelId),
  }));
  return { predictions, reviews: listReviews(db, cellId) };
}

function outcomeOf(db: Db, slideId: SlideId, change: CellChange): LabelOutcome {
  return {
    action: change.action,
    changes: readCellChanges(db, slideId, change),
    history: verbs.readLabelHistory(db, slideId),
  };
}
