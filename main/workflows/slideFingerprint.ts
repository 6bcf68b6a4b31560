import type { SlideEntry } from '../domain/slide.ts';
import { fingerprintSlide } from '../slides/slideFingerprint.ts';

/** What tells a slide's content from another's without reading it, as `fingerprintSlide`.
 *  @returns undefined while a file of the slide is missing or cannot be reached */
export async function readSlideFingerprint(entry: SlideEntry): Promise<string | undefined> {
  try {
    return await fingerprintSlide(entry);
  } catch {
    return undefined; // reading the slide itself says what is wrong with it
  }
}
