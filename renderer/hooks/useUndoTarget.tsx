import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';

/** What Undo and Redo of the menu mean on the page that is shown. */
export interface UndoTarget {
  readonly undo: () => void;
  readonly redo: () => void;
}

const UndoContext = createContext<{ current: UndoTarget | undefined } | undefined>(undefined);

export function UndoProvider({ children }: { readonly children: ReactNode }) {
  const target = useRef<UndoTarget | undefined>(undefined);
  return <UndoContext.Provider value={target}>{children}</UndoContext.Provider>;
}

/** The page takes the menu's Undo and Redo while it is shown. */
export function useUndoTarget(undo: () => void, redo: () => void): void {
  const holder = useContext(UndoContext);
  const newest = useRef({ undo, redo });
  newest.current = { undo, redo };
  const target = useMemo<UndoTarget>(
    () => ({ undo: () => newest.current.undo(), redo: () => newest.current.redo() }),
    [],
  );
  useEffect(() => {
    if (holder === undefined) return undefined;
    holder.current = target;
    return () => {
      if (holder.current === target) holder.current = undefined;
    };
  }, [holder, target]);
}

/** What the menu's commands reach now. */
export function useUndoHolder(): { readonly current: UndoTarget | undefined } {
  const holder = useContext(UndoContext);
  if (holder === undefined) throw new Error('useUndoHolder needs an UndoProvider above it');
  return holder;
}
