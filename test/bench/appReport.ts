import type { FrameRates } from './appFrames.ts';
import type { GalleryScroll } from './appGallery.ts';
import type { AppLab } from './appLab.ts';
import type { MemoryReading } from './appMemory.ts';
import { formatTable } from './formatTable.ts';
import { median, medianRatio, quantile } from './roundStatistics.ts';
import { writeResult } from './writeResult.ts';

export interface AppFigures {
  readonly electron: string;
  readonly frames: readonly FrameFigures[];
  readonly gallery: GalleryScroll;
  readonly launchesMs: readonly number[];
  readonly keys: readonly KeyFigures[];
  readonly memory: readonly MemoryReading[];
}

/** Rates of one slide, one a round. */
export interface FrameFigures {
  readonly cellCount: number;
  /** least part of OpenSeadragon's own rate */
  readonly bar: number;
  readonly ours: readonly FrameRates[];
  readonly theirs: readonly FrameRates[];
}

/** Of the keys that labelled cells of one slide. */
export interface KeyFigures {
  readonly cellCount: number;
  readonly latenciesMs: readonly number[];
  readonly shownMs: readonly number[];
}

/** Longest time in which a part of the gallery's window has no row. */
const blankBarMs = 100;

/** Most growth of the window's heap from the first reading, after a tenth of the switches, to the last. */
const heapBar = 1.2;

/** Prints the tables and writes the figures. @returns whether all bars were met */
export function reportApp(figures: AppFigures, lab: AppLab, sizes: object): boolean {
  const rates = figures.frames.map(describeFrames);
  const first = figures.memory[0];
  const last = figures.memory.at(-1);
  const heapGrowth =
    first === undefined || last === undefined ? Number.NaN : last.heapBytes / first.heapBytes;
  const barsMet =
    rates.every(({ ratio, bar }) => ratio >= bar) &&
    figures.gallery.longestBlankMs <= blankBarMs &&
    heapGrowth <= heapBar;
  const { slideCount, cellCount, madeOf } = lab;
  const resultPath = writeResult('app', {
    sizes,
    lab: { slideCount, cellCount, madeOf },
    bars: { blankBarMs, heapBar },
    barsMet,
    ...{ rates, heapGrowth, ...figures },
  });
  process.stdout.write(
    `\nElectron ${figures.electron} and OpenSeadragon alone in the same window; slides of ${madeOf}; ` +
      `${slideCount} slides and ${cellCount} cells in the database\n\n`,
  );
  process.stdout.write(
    formatTable(
      ['panning and zooming, frames/s', 'ours', 'alone', 'ratio', 'bar'],
      rates.flatMap(({ cellCount: cells, bar, ...row }) => [
        [`${cells} cells`, show(row.ours), show(row.theirs), row.ratio.toFixed(2), `>= ${bar}`],
        [`  over the whole slide`, show(row.oursWhole), show(row.theirsWhole), row.ratioWhole.toFixed(2), ''],
        [`  near`, show(row.oursNear), show(row.theirsNear), row.ratioNear.toFixed(2), ''],
        [`  longest frame, ms`, show(row.oursLongestMs), show(row.theirsLongestMs), '', ''],
      ]),
    ),
  );
  process.stdout.write('\n');
  process.stdout.write(
    formatTable(
      ['', 'measured', 'bar'],
      [
        ...describeGallery(figures.gallery),
        [
          'from launch to the worklist, median',
          `${show(median(figures.launchesMs))} ms of ${figures.launchesMs.length}`,
          '',
        ],
        ...figures.keys.flatMap(describeKeys),
        ...describeMemory(figures.memory, heapGrowth),
      ],
    ),
  );
  process.stdout.write(`\nBars ${barsMet ? 'met' : 'missed'}. Figures: ${resultPath}\n`);
  return barsMet;
}

/** Medians over the rounds; the ratio is the median of the rounds' own. */
function describeFrames({ cellCount, bar, ours, theirs }: FrameFigures) {
  const of = (rounds: readonly FrameRates[], which: keyof FrameRates) => rounds.map((rates) => rates[which]);
  const ratioOf = (which: keyof FrameRates) => medianRatio(of(ours, which), of(theirs, which));
  return {
    ...{ cellCount, bar },
    ours: median(of(ours, 'all')),
    theirs: median(of(theirs, 'all')),
    ratio: ratioOf('all'),
    oursWhole: median(of(ours, 'whole')),
    theirsWhole: median(of(theirs, 'whole')),
    ratioWhole: ratioOf('whole'),
    oursNear: median(of(ours, 'near')),
    theirsNear: median(of(theirs, 'near')),
    ratioNear: ratioOf('near'),
    oursLongestMs: median(of(ours, 'longestFrameMs')),
    theirsLongestMs: median(of(theirs, 'longestFrameMs')),
  };
}

function describeGallery({ travelledPx, frameCount, longestBlankMs, blankCount, ...rest }: GalleryScroll) {
  const waits = rest.pictureWaitsMs;
  const wait = (fraction: number) => (waits.length === 0 ? 'none' : `${show(quantile(waits, fraction))} ms`);
  return [
    ['gallery, scrolled', `${Math.round(travelledPx)} px in ${frameCount} frames`, ''],
    [
      'longest time with a row not drawn',
      `${show(longestBlankMs)} ms, ${blankCount} times`,
      `<= ${blankBarMs} ms`,
    ],
    [`a crop without its picture, p50, of ${waits.length}`, wait(0.5), ''],
    ['a crop without its picture, p95', wait(0.95), ''],
    ['a crop without its picture, longest', wait(1), ''],
  ];
}

function describeKeys({ cellCount, latenciesMs, shownMs }: KeyFigures) {
  const both = (values: readonly number[]) =>
    `${show(quantile(values, 0.5))}, ${show(quantile(values, 0.95))} ms`;
  return [
    [`key to committed label, ${cellCount} cells, p50 and p95`, both(latenciesMs), ''],
    [`key to the frame after it, ${cellCount} cells, p50 and p95`, both(shownMs), ''],
  ];
}

function describeMemory(readings: readonly MemoryReading[], growth: number) {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [
    ...[readings[0], readings.at(-1)].flatMap((reading) =>
      reading === undefined
        ? []
        : [
            [
              `heap of the window after ${reading.switches} switches`,
              `${mebibytes(reading.heapBytes)}, ${reading.nodeCount} nodes, ${reading.listenerCount} listeners`,
              '',
            ],
            ['  the whole process', mebibytes(reading.residentBytes), ''],
          ],
    ),
    ['growth of the heap', growth.toFixed(3), `<= ${heapBar}`],
  ];
}

function show(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
