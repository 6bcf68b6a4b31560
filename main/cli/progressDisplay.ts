import type { Progress } from '../domain/progress.ts';
import { formatDuration } from '../domain/remainingTime.ts';

/** How far a long command is. */
export interface ShownProgress extends Progress {
  readonly remainingMs?: number | undefined;
}

/** Progress on stderr: a bar that is redrawn at a terminal, a plain line now and then in a log. */
export interface ProgressDisplay {
  readonly show: (progress: ShownProgress) => void;
  /** takes the bar away before something else is written */
  readonly clear: () => void;
}

interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A log gets a line at most this often; a terminal is redrawn at most ten times a second. */
const logIntervalMs = 10_000;
const redrawIntervalMs = 100;
const barWidth = 24;

/** @param now milliseconds, monotonic; another clock only in tests */
export function createProgressDisplay(
  screen: Screen,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  const isTerminal = screen.isTTY === true;
  let lastShownAt = Number.NEGATIVE_INFINITY;
  let isBarOnScreen = false;
  const clear = () => {
    if (isBarOnScreen) screen.write('\r\x1b[K');
    isBarOnScreen = false;
  };
  const show = (progress: ShownProgress) => {
    const isLast = progress.done >= progress.total;
    const intervalMs = isTerminal ? redrawIntervalMs : logIntervalMs;
    if (!isLast && now() - lastShownAt < intervalMs) return;
    lastShownAt = now();
    if (!isTerminal) {
      screen.write(`${formatProgress(progress)}\n`);
      return;
    }
    const width = (screen.columns ?? 80) - 1;
    screen.write(`\r\x1b[K${`${drawBar(progress)} ${formatProgress(progress)}`.slice(0, width)}`);
    isBarOnScreen = true;
  };
  return { show, clear };
}

/** "12/40 smear-3, field 12, 3 min 20 s left" */
export function formatProgress(progress: ShownProgress): string {
  const left = progress.remainingMs === undefined ? '' : `, ${formatDuration(progress.remainingMs)} left`;
  return `${progress.done}/${progress.total} ${progress.detail}${left}`;
}

function drawBar({ done, total }: ShownProgress): string {
  const filled = total > 0 ? Math.round((Math.min(done, total) / total) * barWidth) : 0;
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`;
}
