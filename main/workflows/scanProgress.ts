import { estimateRemainingMs } from '../domain/remainingTime.ts';

/** How far the scan of a folder is. */
export interface ScanProgress {
  /** fields done, and fields of all slides */
  readonly done: number;
  readonly total: number;
  /** "smear-3 (2 of 7): field-012.jpg" */
  readonly detail: string;
  /** undefined until a field has been timed */
  readonly remainingMs: number | undefined;
}

/** Keeps count of the fields of a scan. */
export interface ScanProgressKeeper {
  /** a slide is about to be scanned */
  readonly startSlide: (slideIndex: number) => void;
  /** @param doneFields of the current slide */
  readonly fieldDone: (doneFields: number, fieldName: string) => void;
  /** the slide is over, however it ended */
  readonly finishSlide: () => void;
}

/** The median settles on the newest fields: a slide of larger images is not timed by an earlier one's. */
const timedFieldCount = 25;

/** @param slides in order of the scan, with the number of their fields
 *  @param now milliseconds, monotonic */
export function createScanProgress(
  slides: readonly { readonly name: string; readonly fieldCount: number }[],
  onProgress: (progress: ScanProgress) => void,
  now: () => number = () => performance.now(),
): ScanProgressKeeper {
  const total = slides.reduce((sum, slide) => sum + slide.fieldCount, 0);
  const fieldMs: number[] = [];
  let [current, doneBefore, doneHere, lastAt] = [0, 0, 0, 0];
  const report = (what: string) => {
    const done = doneBefore + doneHere;
    const detail = `${slides[current]?.name} (${current + 1} of ${slides.length})${what}`;
    const remainingMs = estimateRemainingMs(fieldMs.slice(-timedFieldCount), total - done);
    onProgress({ done, total, detail, remainingMs });
  };
  return {
    startSlide: (slideIndex) => {
      [current, doneHere, lastAt] = [slideIndex, 0, now()];
      report('');
    },
    fieldDone: (doneFields, fieldName) => {
      // the first field of a slide waits for models and the ruler: it is no measure of the others
      if (doneHere > 0) fieldMs.push((now() - lastAt) / Math.max(1, doneFields - doneHere));
      [doneHere, lastAt] = [doneFields, now()];
      report(`: ${fieldName}`);
    },
    finishSlide: () => {
      doneBefore += slides[current]?.fieldCount ?? 0;
      doneHere = 0;
    },
  };
}
