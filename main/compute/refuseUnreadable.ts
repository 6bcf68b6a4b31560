import { LabError } from '../domain/labError.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { SlideSource } from '../slides/slideSource.ts';

/** Refuses a slide of which nothing could be read.
 *  @param failures of all its fields; nothing happens when there are none
 *  @throws LabError 'slide-unreadable', or the code of the only field of an image file */
export function refuseUnreadable(failures: readonly FieldFailure[], { entry, info }: SlideSource): void {
  const [first] = failures;
  if (first === undefined) return;
  if (info.fields?.length === 1 && entry.kind === 'image-file')
    throw new LabError(
      first.code === 'file-missing' || first.code === 'image-too-large' ? first.code : 'slide-unreadable',
      first.message,
    );
  throw new LabError(
    'slide-unreadable',
    `None of the ${failures.length} ${info.fields === undefined ? 'regions' : 'fields'} of ${entry.name} can be read. The first: ${first.message}`,
    { fieldCount: failures.length },
  );
}

/** Stops at a read that never ended: the next would keep the batch waiting as long.
 *  @throws LabError 'slide-reader-lost' */
export function stopAtLostSlide({ code, message }: FieldFailure): void {
  if (code === 'slide-reader-lost') throw new LabError(code, message);
}
