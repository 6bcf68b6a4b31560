import type { cellCalls } from '../../../preload/contract/cellCalls.ts';
import { LabError } from '../../domain/labError.ts';
import type { SlideId } from '../../domain/slide.ts';
import {
  changeLabels,
  type LabelOutcome,
  markSeen,
  readCellHistory,
  readCellsAsTheyAre,
  readCellTable,
  readLabelHistory,
} from '../../workflows/changeLabels.ts';
import { createExplainDesk } from '../../workflows/explainDesk.ts';
import { importLabelFile } from '../../workflows/importLabelFile.ts';
import { nextCells } from '../../workflows/nextCells.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Cells and labels. Every change is told to all windows. */
export function createCellHandlers({
  db,
  emit,
  folders,
  scanCompute,
  asked,
}: Pick<StationContext, 'db' | 'emit' | 'folders' | 'scanCompute' | 'asked'>): Omit<
  HandlersOf<typeof cellCalls>,
  'openSlide'
> {
  function tell<Outcome extends LabelOutcome>(slideId: SlideId, outcome: Outcome): Outcome {
    emit('cells-changed', { changes: outcome.changes, history: outcome.history });
    emit('worklist-changed', { slideIds: [slideId] });
    return outcome;
  }
  const desk = createExplainDesk({ db, modelsFolder: folders.models, compute: scanCompute });
  return {
    readCells: ({ slideId }) => readCellTable(db, slideId),
    readLabelHistory: ({ slideId }) => readLabelHistory(db, slideId),
    readCellHistory: ({ cellId }) => readCellHistory(db, cellId),
    labelCells: ({ verdict, ...args }) =>
      tell(args.slideId, changeLabels(db, 'labelCells', { ...args, verdict: verdict ?? undefined })),
    drawCell: ({ verdict, ...args }) =>
      tell(args.slideId, changeLabels(db, 'drawCell', { ...args, verdict: verdict ?? undefined })),
    reshapeCell: (args) => tell(args.slideId, changeLabels(db, 'reshapeCell', args)),
    deleteCells: (args) => tell(args.slideId, changeLabels(db, 'deleteCells', args)),
    mergeCells: (args) => tell(args.slideId, changeLabels(db, 'mergeCells', args)),
    splitCell: (args) => tell(args.slideId, changeLabels(db, 'splitCell', args)),
    importLabels: async ({ slideId, grants: [grant] }, { grantPath }) => {
      if (grant === undefined) throw new LabError('argument-invalid', 'Choose a file of labels.');
      return tell(slideId, await importLabelFile(db, slideId, grantPath(grant)));
    },
    undo: (args) => tell(args.slideId, changeLabels(db, 'undo', args)),
    redo: (args) => tell(args.slideId, changeLabels(db, 'redo', args)),
    nextCells: (args) => nextCells(db, args).map(({ id }) => id),
    explainCell: ({ requestId, cellClass, ...order }, { signal }) =>
      asked.run(requestId, signal, (either) =>
        desk.explain({ ...order, cellClass: cellClass ?? undefined }, either),
      ),
    markSeen: ({ slideId, cellIds }) => {
      const changes = markSeen(db, slideId, cellIds);
      if (changes === undefined) return readCellsAsTheyAre(db, slideId, cellIds);
      emit('cells-changed', { changes, history: readLabelHistory(db, slideId) });
      emit('worklist-changed', { slideIds: [slideId] });
      return changes;
    },
  };
}
