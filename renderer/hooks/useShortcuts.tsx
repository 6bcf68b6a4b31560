import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';

/** A key of a page, for the cheat sheet. */
export interface Shortcut {
  /** as people read it: "Ctrl+Z", "1 – 6" */
  readonly keys: string;
  readonly label: string;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

interface Registry {
  readonly groups: ReadonlyMap<string, ShortcutGroup>;
  readonly register: (title: string, shortcuts: readonly Shortcut[]) => () => void;
}

const ShortcutContext = createContext<Registry | undefined>(undefined);

export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const [groups, setGroups] = useState<ReadonlyMap<string, ShortcutGroup>>(new Map());
  const register = useRef<Registry['register']>((title, shortcuts) => {
    setGroups((before) => new Map(before).set(title, { title, shortcuts }));
    return () =>
      setGroups((before) => {
        const after = new Map(before);
        after.delete(title);
        return after;
      });
  });
  const registry = useMemo(() => ({ groups, register: register.current }), [groups]);
  return <ShortcutContext.Provider value={registry}>{children}</ShortcutContext.Provider>;
}

/** Puts keys of a component into the cheat sheet while it is shown.
 *  @param title of the group, in the language of the window */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const register = useContext(ShortcutContext)?.register;
  const text = JSON.stringify(shortcuts);
  useEffect(() => register?.(title, JSON.parse(text) as readonly Shortcut[]), [register, title, text]);
}

export function useShortcutGroups(): readonly ShortcutGroup[] {
  return [...(useContext(ShortcutContext)?.groups.values() ?? [])];
}
