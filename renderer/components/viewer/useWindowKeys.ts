import { useEffect, useRef } from 'react';

/** Hears the keys of the page wherever the focus is, but for fields that take text and open dialogs.
 *  @param hear true when the key was used */
export function useWindowKeys(hear: (event: KeyboardEvent) => boolean): void {
  const newest = useRef(hear);
  newest.current = hear;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isTaken(event)) return;
      if (newest.current(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return key === ' ';
  // a slider's own keys move the slider
  if (target instanceof HTMLInputElement && target.type === 'range')
    return /^(Arrow|Home$|End$|Page)/.test(key);
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
