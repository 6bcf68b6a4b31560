import { LabError } from '../domain/labError.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import { hashSlide } from '../slides/hashSlide.ts';

/** What is cut out of a slide must be of the content that its cells were found in.
 *  @throws LabError 'slide-changed' | 'file-missing' | 'slide-unreadable' */
export async function refuseChangedSlide(slide: SlideRecord, signal?: AbortSignal): Promise<void> {
  const { sha256 } = await hashSlide(slide, signal);
  if (sha256 === slide.sha256) return;
  throw new LabError(
    'slide-changed',
    `${slide.name} on disk is not the slide that was scanned: its SHA-256 is another. Put the original back, ` +
      'or scan it again and work on that.',
    { slideId: slide.id },
  );
}
