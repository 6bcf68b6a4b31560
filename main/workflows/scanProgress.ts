import type { Progress } from '../domain/progress.ts';
import { estimateRemainingMs } from '../domain/remainingTime.ts';

/** How far the scan of a folder is. */
export interface ScanProgress {
  /** fields done, and fields of all slides; cells where a scan stops at so many */
  readonly done: number;
  readonly total: number;
  /** "smear-3 (2 of 7): field-012.jpg" */
  readonly detail: string;
  /** undefined until a step has been timed */
  readonly remainingMs: number | undefined;
}

/** A slide of the scan, and how many steps it will take as far as is known. */
export interface ScannedSteps {
  readonly name: string;
  readonly stepCount: number;
}

/** Keeps count of the steps of a scan: fields, or cells of a goal. */
export interface ScanProgressKeeper {
  /** a slide is about to be scanned */
  readonly startSlide: (slideIndex: number) => void;
  /** how far the current slide is; its total takes the place of what was thought before */
  readonly fieldDone: (slide: Progress) => void;
  /** the slide is over, however it ended */
  readonly finishSlide: () => void;
}

/** The median settles on the newest steps: a slide of larger images is not timed by an earlier one's. */
const timedStepCount = 25;

/** @param slides in order of the scan
 *  @param now milliseconds, monotonic */
export function createScanProgress(
  slides: readonly ScannedSteps[],
  onProgress: (progress: ScanProgress) => void,
  now: () => number = () => performance.now(),
): ScanProgressKeeper {
  const stepCounts = slides.map(({ stepCount }) => stepCount);
  const stepMs: number[] = [];
  let [current, doneBefore, doneHere, lastAt] = [0, 0, 0, 0];
  const report = (what: string) => {
    const total = stepCounts.reduce((sum, count) => sum + count, 0);
    const done = doneBefore + doneHere;
    const detail = `${slides[current]?.name} (${current + 1} of ${slides.length})${what}`;
    const remainingMs = estimateRemainingMs(stepMs.slice(-timedStepCount), total - done);
    onProgress({ done, total, detail, remainingMs });
  };
  return {
    startSlide: (slideIndex) => {
      [current, doneHere, lastAt] = [slideIndex, 0, now()];
      report('');
    },
    fieldDone: ({ done, total, detail }) => {
      stepCounts[current] = total;
      // a field without a cell is no step towards a goal: its time goes to the next
      if (done > doneHere) {
        // the first step of a slide waits for models and the ruler: it is no measure of the others
        if (doneHere > 0) stepMs.push((now() - lastAt) / (done - doneHere));
        [doneHere, lastAt] = [done, now()];
      }
      report(`: ${detail}`);
    },
    finishSlide: () => {
      doneBefore += stepCounts[current] ?? 0;
      doneHere = 0;
    },
  };
}
