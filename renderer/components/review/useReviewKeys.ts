import { type RefObject, useEffect, useRef } from 'react';
import { useSettings } from '../../hooks/useSettings.ts';
import { type ReviewCommand, readReviewKey } from './readReviewKey.ts';

/** Keys of the gallery while the page is shown. Text fields, menus and dialogs keep theirs. */
export function useReviewKeys(
  grid: RefObject<HTMLElement | null>,
  carryOut: (command: ReviewCommand) => void,
): void {
  const { classes } = useSettings();
  const newest = useRef({ classes, carryOut });
  newest.current = { classes, carryOut };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || hasOwnKeys(target)) return;
      const isInGallery = target === document.body || grid.current?.contains(target) === true;
      const command = readReviewKey(event, { classes: newest.current.classes, isInGallery });
      if (command === undefined) return;
      event.preventDefault();
      newest.current.carryOut(command);
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [grid]);
}

function hasOwnKeys(target: Element): boolean {
  return (
    target.closest(
      '[role=dialog],[role=menu],[role=listbox],[role=slider],input:not([type=checkbox]),textarea',
    ) !== null
  );
}
