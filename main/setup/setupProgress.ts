/** Takes one line for people, without a line end. */
export type SetupLog = (line: string) => void;

/** Where a bar can be drawn: standard error, unless a test says otherwise. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Where a set-up tells what it does. */
export interface SetupOutput {
  readonly log: SetupLog;
  readonly terminal: Terminal;
}

/** Progress of one step with a known size. Bytes beyond the total count as the total. */
export interface StepProgress {
  report(doneBytes: number): void;
  /** ends the bar's line; the step is over, well or not */
  dispose(): void;
}

const barWidth = 30;

/** Without a terminal, steps smaller than this are over before a line would be of use. */
const quietBytes = 2e7;

/** Draws a bar that stays on its line on a terminal; elsewhere logs a line at every tenth of a long step. */
export function startProgress(label: string, totalBytes: number, output: SetupOutput): StepProgress {
  return output.terminal.isTTY === true
    ? startBar(label, totalBytes, output.terminal)
    : startLines(label, totalBytes, output.log);
}

function startBar(label: string, totalBytes: number, terminal: Terminal): StepProgress {
  let drawn = '';
  return {
    report(doneBytes) {
      const bar = formatBar(label, doneBytes, totalBytes);
      if (bar !== drawn) terminal.write(`\r${bar}`);
      drawn = bar;
    },
    dispose() {
      if (drawn !== '') terminal.write('\n');
    },
  };
}

function startLines(label: string, totalBytes: number, log: SetupLog): StepProgress {
  let loggedTenths = totalBytes < quietBytes ? 10 : 0;
  return {
    report(doneBytes) {
      const tenths = Math.floor(share(doneBytes, totalBytes) * 10);
      if (tenths <= loggedTenths) return;
      loggedTenths = tenths;
      log(`${label}: ${tenths * 10} % of ${formatBytes(totalBytes)}`);
    },
    dispose() {},
  };
}

/** One line of fixed length: label, bar, percent and bytes. */
export function formatBar(label: string, doneBytes: number, totalBytes: number): string {
  const fraction = share(doneBytes, totalBytes);
  const filled = Math.round(fraction * barWidth);
  const bar = '#'.repeat(filled) + '-'.repeat(barWidth - filled);
  const percent = String(Math.floor(fraction * 100)).padStart(3);
  const done = formatBytes(Math.min(doneBytes, totalBytes));
  return `${label} [${bar}] ${percent} % ${`${done} of ${formatBytes(totalBytes)}`.padEnd(20)}`;
}

function share(doneBytes: number, totalBytes: number): number {
  return totalBytes <= 0 ? 1 : Math.min(1, doneBytes / totalBytes);
}

/** Decimal units, as disks and networks are sold: 273829956 is "274 MB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e7) return `${(bytes / 1e6).toFixed(0)} MB`;
  if (bytes >= 1e5) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e3).toFixed(0)} kB`;
}
