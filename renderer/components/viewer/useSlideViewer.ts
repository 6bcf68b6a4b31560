import { type RefObject, useEffect, useState } from 'react';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { OpenedForView } from '../../../preload/contract/cellCalls.ts';
import { createSlideViewer, type Viewer } from './createSlideViewer.ts';

/** Keeps a viewer of one slide in an element; another slide, or the same with another content, has another viewer.
 *  @returns undefined until the slide is open */
export function useSlideViewer(
  elementRef: RefObject<HTMLDivElement | null>,
  slideId: SlideId,
  slide: OpenedForView,
): Viewer | undefined {
  const [viewer, setViewer] = useState<Viewer | undefined>();
  // what is told of the slide may change (a scan, a pixel size); its picture only with these
  const { version, widthPx, heightPx } = slide;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the picture's own values, not the object about them
  useEffect(() => {
    const element = elementRef.current;
    if (element === null) return undefined;
    const created = createSlideViewer(element, slideId, slide);
    created.addOnceHandler('open', () => setViewer(created));
    return () => {
      setViewer(undefined);
      created.destroy();
    };
  }, [elementRef, slideId, version, widthPx, heightPx]);
  return viewer;
}
