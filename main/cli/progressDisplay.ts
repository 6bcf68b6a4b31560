import { SingleBar } from 'cli-progress';
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

/** What a bar or lines are written to: standard error, another one only in tests. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A log gets a line at most this often. */
const logIntervalMs = 10_000;
/** A terminal is redrawn at most so often a second. */
const redrawsPerSecond = 10;
const barWidth = 24;

/** @param now milliseconds, monotonic; another clock only in tests */
export function createProgressDisplay(
  screen: Screen,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  return screen.isTTY === true ? createBar(screen) : createLines(screen, now);
}

function createBar(screen: Screen): ProgressDisplay {
  let bar: SingleBar | undefined;
  const show = (progress: ShownProgress) => {
    const { done, total } = progress;
    // a bar without a total is an empty one
    const most = Math.max(1, total);
    const payload = { words: formatProgress(progress).slice(0, (screen.columns ?? 80) - barWidth - 4) };
    if (bar === undefined) {
      bar = openBar(screen);
      bar.start(most, Math.min(done, most), payload);
      return;
    }
    bar.setTotal(most);
    bar.update(Math.min(done, most), payload);
  };
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  return { show, clear };
}

function openBar(screen: Screen): SingleBar {
  return new SingleBar({
    stream: screen as NodeJS.WritableStream,
    format: '[{bar}] {words}',
    barCompleteChar: '#',
    barIncompleteChar: '.',
    barsize: barWidth,
    fps: redrawsPerSecond,
    clearOnComplete: true,
    // what ends the program is heard by the command, which takes the bar away
    gracefulExit: false,
  });
}

function createLines(screen: Screen, now: () => number): ProgressDisplay {
  let lastShownAt = Number.NEGATIVE_INFINITY;
  const show = (progress: ShownProgress) => {
    const isLast = progress.done >= progress.total;
    if (!isLast && now() - lastShownAt < logIntervalMs) return;
    lastShownAt = now();
    screen.write(`${formatProgress(progress)}\n`);
  };
  return { show, clear: () => undefined };
}

/** "12/40 smear-3, field 12, 3 min 20 s left" */
export function formatProgress(progress: ShownProgress): string {
  const left = progress.remainingMs === undefined ? '' : `, ${formatDuration(progress.remainingMs)} left`;
  return `${progress.done}/${progress.total} ${progress.detail}${left}`;
}
