import type { ShownProgress } from './progressDisplay.ts';

/** Adds the time left to the progress of a job of many like steps, from the mean pace since its first step;
 *  a job taken up from a checkpoint begins far on, so the pace counts from there. */
export function withRemainingTime(
  show: (progress: ShownProgress) => void,
  now: () => number = () => performance.now(),
): (progress: ShownProgress) => void {
  let start: { readonly atMs: number; readonly done: number } | undefined;
  return (progress) => {
    start ??= { atMs: now(), done: progress.done };
    const stepCount = progress.done - start.done;
    if (stepCount <= 0) return show(progress);
    const remainingMs = ((now() - start.atMs) / stepCount) * (progress.total - progress.done);
    show({ ...progress, remainingMs });
  };
}
