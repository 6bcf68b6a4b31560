import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { WorklistRow } from '../../../main/domain/worklist.ts';

/** Which slides are selected and which has the focus; Shift and Ctrl as everywhere.
 *  @param rows as they are shown */
export function useSelection(rows: readonly WorklistRow[]) {
  const [selected, setSelected] = useState<ReadonlySet<SlideId>>(new Set());
  const [focusedId, setFocusedId] = useState<SlideId | undefined>();
  const anchor = useRef<SlideId | undefined>(undefined);

  const rangeTo = (slideId: SlideId): ReadonlySet<SlideId> => {
    const from = rows.findIndex((row) => row.slideId === anchor.current);
    const to = rows.findIndex((row) => row.slideId === slideId);
    if (from === -1 || to === -1) return new Set([slideId]);
    return new Set(rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.slideId));
  };

  const pick = (slideId: SlideId, event: MouseEvent | KeyboardEvent) => {
    setFocusedId(slideId);
    if (event.shiftKey) {
      setSelected(rangeTo(slideId));
      return;
    }
    anchor.current = slideId;
    if (!event.ctrlKey && !event.metaKey) setSelected(new Set([slideId]));
    else {
      const next = new Set(selected);
      if (!next.delete(slideId)) next.add(slideId);
      setSelected(next);
    }
  };

  return {
    selected,
    focusedId,
    pick,
    move(by: number, event: KeyboardEvent) {
      const at = rows.findIndex((row) => row.slideId === focusedId);
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
      if (next !== undefined) pick(next.slideId, event);
    },
    selectAll: () => setSelected(new Set(rows.map((row) => row.slideId))),
    clear() {
      setSelected(new Set());
      setFocusedId(undefined);
    },
  };
}
