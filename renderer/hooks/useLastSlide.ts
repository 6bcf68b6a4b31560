import { useSyncExternalStore } from 'react';
import type { SlideId } from '../../main/domain/slide.ts';

/* The slide that was opened last, so that Viewer and Review of the navigation lead back to it. */

const key = 'last-slide';
const listeners = new Set<() => void>();

export function rememberSlide(slideId: SlideId): void {
  if (sessionStorage.getItem(key) === slideId) return;
  sessionStorage.setItem(key, slideId);
  for (const listener of listeners) listener();
}

export function useLastSlide(): SlideId | undefined {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return (useSyncExternalStore(subscribe, () => sessionStorage.getItem(key)) ?? undefined) as
    | SlideId
    | undefined;
}
