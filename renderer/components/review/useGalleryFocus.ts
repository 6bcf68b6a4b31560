import { useCallback, useMemo, useRef, useState } from 'react';
import { type Gallery, idsBetween, idsOfGroup } from './gallery.ts';
import { type FocusMove, moveFocus } from './moveFocus.ts';

export interface GalleryFocus {
  /** place in the layout's `cells`; -1 in an empty gallery */
  readonly place: number;
  readonly id: number | undefined;
  readonly selected: ReadonlySet<number>;
  /** what a command is for: the selection, else the cell in focus */
  readonly targets: readonly number[];
  readonly focus: (cellId: number) => void;
  readonly move: (
    move: FocusMove,
    given: { readonly isExtending: boolean; readonly pageRows: number },
  ) => void;
  /** selects from the cell that was in focus last without Shift */
  readonly extendTo: (place: number) => void;
  readonly toggle: (cellId: number) => void;
  readonly selectGroup: (group: number) => void;
  readonly clearSelection: () => void;
}

const nothing: ReadonlySet<number> = new Set();

/** Which cell is in focus and which are selected, by id: they outlive every new order. Where the cell in focus leaves the
 *  gallery, the one that takes its place has the focus. */
export function useGalleryFocus(gallery: Gallery): GalleryFocus {
  const [wantedId, setWantedId] = useState<number | undefined>();
  const [selected, setSelected] = useState(nothing);
  const anchor = useRef<number | undefined>(undefined);
  const lastPlace = useRef(0);
  const count = gallery.layout.cells.length;
  const found = wantedId === undefined ? -1 : gallery.placeOf(wantedId);
  const place = found >= 0 ? found : Math.min(lastPlace.current, count - 1);
  lastPlace.current = Math.max(0, place);
  const id = gallery.idAt(place);

  const focus = useCallback((cellId: number) => {
    anchor.current = cellId;
    setWantedId(cellId);
  }, []);
  const clearSelection = useCallback(() => setSelected(nothing), []);
  const extendTo = (to: number) => {
    const from = anchor.current === undefined ? place : gallery.placeOf(anchor.current);
    anchor.current ??= id;
    setWantedId(gallery.idAt(to));
    setSelected(new Set(idsBetween(gallery, Math.max(0, from), to)));
  };
  const targets = useMemo(
    () => (selected.size > 0 ? [...selected] : id === undefined ? [] : [id]),
    [selected, id],
  );
  return {
    ...{ place, id, selected, targets, focus, extendTo },
    move: (move, { isExtending, pageRows }) => {
      const next = moveFocus(gallery.layout, place, move, pageRows);
      const nextId = gallery.idAt(next);
      if (nextId === undefined) return;
      if (isExtending) extendTo(next);
      else focus(nextId);
    },
    toggle: (cellId) => {
      setSelected((before) => {
        const after = new Set(before);
        if (!after.delete(cellId)) after.add(cellId);
        return after;
      });
      focus(cellId);
    },
    selectGroup: (group) => setSelected(new Set(idsOfGroup(gallery, group))),
    clearSelection,
  };
}
