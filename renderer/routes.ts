import type { SlideId } from '../main/domain/slide.ts';

/** Where a window can be. The address is the part after #, so that a reload stays where it was. */
export const routes = {
  worklist: '/',
  viewer: '/slide/:slideId',
  review: '/review/:slideId',
  training: '/training',
  reports: '/reports',
  settings: '/settings',
} as const;

export function viewerPath(slideId: SlideId, cellId?: string): string {
  return `/slide/${slideId}${cellId === undefined ? '' : `?cell=${cellId}`}`;
}

export function reviewPath(slideId: SlideId): string {
  return `/review/${slideId}`;
}

/** @param slideId shown first */
export function reportsPath(slideId?: SlideId): string {
  return `/reports${slideId === undefined ? '' : `?slide=${slideId}`}`;
}
