import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import type { GalleryFocus } from './useGalleryFocus.ts';
import type { GalleryView } from './useGalleryView.ts';

/** Cells that are shown at once: what a person labels without a break. */
const nextCount = 50;

/** Shows the cells to label next alone, the most useful first and in focus; asked again, all cells. The list stays as it
 *  is while they are labelled. */
export function useNextCells(given: {
  readonly slideId: SlideId;
  readonly view: GalleryView;
  readonly focus: GalleryFocus;
  readonly grid: RefObject<HTMLElement | null>;
}): () => void {
  const { slideId, view, focus, grid } = given;
  const { t } = useTranslation('review');
  const notify = useNotify();
  const isAsking = useRef(false);
  const show = async () => {
    isAsking.current = true;
    try {
      const ids = (await lab.nextCells({ slideId, count: nextCount })).map(Number);
      const [first] = ids;
      if (first === undefined) return notify.success(t('next.none'));
      view.setListed(ids);
      focus.clearSelection();
      focus.focus(first);
      grid.current?.focus();
    } catch (error) {
      notify.error(error);
    } finally {
      isAsking.current = false;
    }
  };
  return () => {
    if (view.listed !== undefined) view.setListed(undefined);
    else if (!isAsking.current) void show();
  };
}
