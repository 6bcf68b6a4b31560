import { useTranslation } from 'react-i18next';
import type { PixelBox } from '../../../main/domain/cell.ts';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { boxAt, type CellTable } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { LabelResult } from '../../../preload/contract/cellCalls.ts';
import { useLabelling } from '../../hooks/useLabelling.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { type CutLine, cutBox, middleLine } from './cutBox.ts';
import type { CellSelection } from './useCellSelection.ts';

/** What a person can do to the cells of the slide; every refusal is shown. */
export interface ViewerCommands {
  /** @param verdict null withdraws
   *  @returns false when the lab refused */
  readonly label: (ids: readonly CellId[], verdict: Verdict | null) => Promise<boolean>;
  readonly draw: (box: PixelBox) => void;
  readonly reshape: (id: CellId, box: PixelBox) => void;
  readonly remove: () => void;
  readonly merge: () => void;
  /** the one selected cell in two
   *  @param line undefined: across the middle of its longer side
   *  @returns false when the line does not part the cell: nothing is done then */
  readonly split: (line: CutLine | undefined) => boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly importLabels: () => void;
}

export function useViewerCommands(given: {
  readonly slideId: SlideId;
  readonly table: CellTable | undefined;
  readonly selection: CellSelection;
}): ViewerCommands {
  const { slideId, table, selection } = given;
  const labelling = useLabelling(slideId);
  const notify = useNotify();
  const { t } = useTranslation('viewer');

  const act = async (work: () => Promise<LabelResult>, then?: (result: LabelResult) => void) => {
    try {
      const result = await work();
      then?.(result);
      return true;
    } catch (error) {
      notify.error(error);
      return false;
    }
  };
  const selectNew = ({ changes }: LabelResult) => selection.replace([...changes.changed.ids]);
  const selectedIds = selection.cellIds;

  return {
    label: (cellIds, verdict) =>
      act(
        () => labelling.labelCells({ cellIds: [...cellIds], verdict }),
        () => {
          if (cellIds.length > 1 && verdict !== null)
            notify.success(t('labelledMany', { count: cellIds.length }));
        },
      ),
    draw: (box) => void act(() => labelling.drawCell({ box, verdict: null }), selectNew),
    reshape: (cellId, box) => void act(() => labelling.reshapeCell({ cellId, box })),
    remove: () => {
      if (selectedIds.length > 0)
        void act(() => labelling.deleteCells({ cellIds: [...selectedIds] }), selection.clear);
    },
    merge: () => {
      if (selectedIds.length < 2) notify.error(new Error(t('needsTwo')));
      else void act(() => labelling.mergeCells({ cellIds: [...selectedIds] }), selectNew);
    },
    split: (line) => {
      const [cellId] = selectedIds;
      const row = selection.rows[0];
      if (table === undefined || cellId === undefined || row === undefined || selectedIds.length !== 1) {
        notify.error(new Error(t('needsOne')));
        return false;
      }
      const box = boxAt(table, row);
      const boxes = cutBox(box, line ?? middleLine(box));
      if (boxes === undefined) notify.error(new Error(t('cutMisses')));
      else void act(() => labelling.splitCell({ cellId, boxes: [...boxes] }), selectNew);
      return boxes !== undefined;
    },
    undo: () => void act(() => labelling.undo({})),
    redo: () => void act(() => labelling.redo({})),
    importLabels: async () => {
      try {
        const grants = (await lab.chooseFiles({ purpose: 'labels' })).map(({ id }) => id).slice(0, 1);
        if (grants.length === 0) return;
        const { passedOverCount } = await labelling.importLabels({ grants });
        notify.success(t('imported', { passed: passedOverCount }));
      } catch (error) {
        notify.error(error);
      }
    },
  };
}
