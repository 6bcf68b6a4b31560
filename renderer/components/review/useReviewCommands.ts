import { useCallback, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { type CellTable, predictedAt } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { usePerson } from '../../hooks/usePerson.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useTellSeen } from '../../hooks/useTellSeen.ts';
import { useUndoTarget } from '../../hooks/useUndoTarget.tsx';
import { viewerPath } from '../../routes.ts';
import type { Gallery } from './gallery.ts';
import { findNext } from './moveFocus.ts';
import { isMustSee, listMustSee } from './mustSee.ts';
import type { GalleryFocus } from './useGalleryFocus.ts';
import type { LabelQueue } from './useLabelQueue.ts';

/** A cell counts as seen when it was in focus for so long: holding an arrow key down is not looking. */
const dwellMs = 150;

export interface ReviewCommands {
  readonly label: (cellIds: readonly number[], verdict: Verdict | undefined) => void;
  /** says the model's class of each */
  readonly confirm: (cellIds: readonly number[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** to the next cell that must be seen and was not, else to the next without a verdict */
  readonly goToNextOpen: () => void;
  readonly markSeen: (cellIds: readonly number[]) => void;
  readonly openInViewer: (cellId: number) => void;
}

/** What can be done to the cells of the gallery, by key, button or drop. */
export function useReviewCommands(given: {
  readonly gallery: Gallery;
  readonly focus: GalleryFocus;
  readonly queue: LabelQueue;
}): ReviewCommands {
  const { gallery, focus, queue } = given;
  const { table, layout } = gallery;
  const { autoAdvance, classes } = useSettings();
  const [, navigate] = useLocation();
  const seen = useSeenOfFocus(table, focus.id);

  const goTo = (place: number) => {
    const id = gallery.idAt(place);
    if (id !== undefined) focus.focus(id);
  };
  const advance = (done: readonly number[]) => {
    focus.clearSelection();
    if (!autoAdvance || focus.id === undefined || !done.includes(focus.id)) return;
    const left = new Set(done);
    const isOpen = (row: number) => (table.verdict[row] ?? -1) < 0 && !left.has(table.ids[row] ?? 0);
    goTo(findNext(layout, focus.place, isOpen));
  };
  const goToChanged = async (change: ReturnType<LabelQueue['undo']>) => {
    const id = (await change)?.changes.changed.ids[0];
    if (id !== undefined) focus.focus(id);
  };
  const commands: ReviewCommands = {
    label: (cellIds, verdict) => {
      queue.label(cellIds, verdict);
      advance(cellIds);
    },
    confirm: (cellIds) => {
      const byClass = groupByModelClass(table, cellIds);
      for (const [verdict, ids] of byClass) queue.label(ids, verdict);
      if (byClass.size > 0) advance(cellIds);
    },
    undo: () => void goToChanged(queue.undo()),
    redo: () => void goToChanged(queue.redo()),
    goToNextOpen: () => {
      const mustSee = listMustSee(isBlastBySettings(classes));
      const unseen = findNext(
        layout,
        focus.place,
        (row) => table.seen[row] === 0 && isMustSee(table, row, mustSee),
      );
      goTo(unseen >= 0 ? unseen : findNext(layout, focus.place, (row) => (table.verdict[row] ?? -1) < 0));
    },
    markSeen: seen,
    openInViewer: (cellId) => navigate(viewerPath(table.slideId, String(cellId))),
  };
  useUndoTarget(commands.undo, commands.redo);
  return commands;
}

/** Notes the cell in focus as seen by who works now. @returns notes others */
function useSeenOfFocus(table: CellTable, id: number | undefined): (cellIds: readonly number[]) => void {
  const person = usePerson();
  const tellSeen = useTellSeen(table.slideId);
  const mark = useCallback(
    (cellIds: readonly number[]) => tellSeen(cellIds.map((one) => String(one) as CellId)),
    [tellSeen],
  );
  const newest = useRef(table);
  newest.current = table;
  useEffect(() => {
    if (id === undefined || person === undefined) return undefined;
    if (newest.current.seen[newest.current.ids.indexOf(id)] !== 0) return undefined;
    const dwell = window.setTimeout(() => mark([id]), dwellMs);
    return () => window.clearTimeout(dwell);
  }, [id, person, mark]);
  return mark;
}

function groupByModelClass(
  table: CellTable,
  cellIds: readonly number[],
): ReadonlyMap<Verdict, readonly number[]> {
  const byClass = new Map<Verdict, number[]>();
  for (const id of cellIds) {
    const verdict = predictedAt(table, table.ids.indexOf(id));
    if (verdict === undefined) continue;
    const ids = byClass.get(verdict);
    if (ids === undefined) byClass.set(verdict, [id]);
    else ids.push(id);
  }
  return byClass;
}
