/** How long the rest of a job will take, from the median of the durations seen: one slow step (a first
 *  load, a sleeping disk) does not skew it.
 *  @param durationsMs of the steps done so far, any order
 *  @returns ms; undefined before the first step is done */
export function estimateRemainingMs(
  durationsMs: readonly number[],
  remainingSteps: number,
): number | undefined {
  const median = medianOf(durationsMs);
  return median === undefined ? undefined : median * remainingSteps;
}

/** How long a queue of slides will take, and how fast it goes.
 *  @param slideMs durations of the slides done last
 *  @param currentMs left of the slide that is worked on; 0 when none is, undefined before that can be told
 *  @returns undefined what cannot be told yet */
export function estimateQueue(
  slideMs: readonly number[],
  { waitingCount, currentMs }: { readonly waitingCount: number; readonly currentMs: number | undefined },
): { readonly remainingMs: number | undefined; readonly slidesPerHour: number | undefined } {
  const perSlideMs = medianOf(slideMs);
  const waitingMs = waitingCount === 0 ? 0 : estimateRemainingMs(slideMs, waitingCount);
  return {
    remainingMs: currentMs === undefined || waitingMs === undefined ? undefined : currentMs + waitingMs,
    slidesPerHour: perSlideMs === undefined ? undefined : 3_600_000 / Math.max(1, perSlideMs),
  };
}

/** The middle value, the mean of the two middle ones of an even count; undefined of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** "4 s", "3 min 20 s", "2 h 05 min". @param durationMs 0 or more */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
