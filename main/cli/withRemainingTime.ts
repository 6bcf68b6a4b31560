import type { ShownProgress } from './progressDisplay.ts';

/** Adds the time left to the progress of a job of many like steps, from the mean pace since its first step;
 *  a job taken up from a checkpoint begins far on, so the pace counts from there, and one of several parts, each with a total
 *  of its own, has a pace in each. */
export function withRemainingTime(
  show: (progress: ShownProgress) => void,
  now: () => number = () => performance.now(),
): (progress: ShownProgress) => void {
  let start: { readonly atMs: number; readonly done: number; readonly total: number } | undefined;
  return (progress) => {
    const { done, total } = progress;
    if (start === undefined || start.total !== total || done < start.done)
      start = { atMs: now(), done, total };
    const stepCount = done - start.done;
    if (stepCount <= 0) return show(progress);
    const remainingMs = ((now() - start.atMs) / stepCount) * (total - done);
    show({ ...progress, remainingMs });
  };
}
