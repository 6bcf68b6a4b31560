import { formatTable } from './formatTable.ts';
import { median, medianRatio, quantile } from './roundStatistics.ts';
import type { ScanThroughput } from './scanThroughput.ts';
import type { TileMemory } from './tileMemory.ts';
import { inFlight, type TileForm, type WalkLatencies } from './tileRounds.ts';
import { writeResult } from './writeResult.ts';

export interface SlidesBenchSizes {
  /** edge of the slide that the bench makes */
  readonly slidePx: number;
  readonly roundCount: number;
  /** tiles of a walk */
  readonly walkTiles: number;
  /** tiles over which memory must stay flat */
  readonly memoryTiles: number;
  readonly openings: number;
  /** timed scans of that slide */
  readonly scanRounds: number;
}

export interface SlidesFigures {
  /** what the slide that the bench made consists of */
  readonly madeSlide: string;
  readonly peerName: string;
  readonly walks: readonly WalkFigures[];
  readonly memory: TileMemory;
  readonly openings: { readonly ours: readonly number[]; readonly theirs: readonly number[] };
  readonly scan: ScanThroughput;
}

/** Latencies of one slide and cut, one a round. */
export interface WalkFigures {
  readonly slideName: string;
  readonly form: TileForm;
  readonly ours: readonly WalkLatencies[];
  readonly theirs: readonly WalkLatencies[];
}

/** Most p95 of a tile, as a ratio to OpenSlide's. */
const tileBar = 1;

/** Most growth of memory from the second to the last fifth of the tiles. */
const growthBar = 1.1;

/** Longest p95 of opening a slide. Seconds and not a ratio: a person waits for it. */
const openingBarMs = 200;

/** Prints the tables and writes the figures. @returns whether all bars were met */
export function reportSlides(figures: SlidesFigures, sizes: SlidesBenchSizes): boolean {
  const rows = figures.walks.flatMap((walk) => [describeWalk(walk, 'cold'), describeWalk(walk, 'warm')]);
  const openings = {
    oursP95Ms: quantile(figures.openings.ours, 0.95),
    theirsP95Ms: quantile(figures.openings.theirs, 0.95),
  };
  const { trend } = figures.memory;
  const barsMet =
    rows.every(({ ratio95 }) => ratio95 <= tileBar) &&
    trend !== undefined &&
    trend.growth <= growthBar &&
    openings.oursP95Ms <= openingBarMs;
  const { madeSlide, peerName, memory } = figures;
  const resultPath = writeResult('slides', {
    sizes,
    bars: { tileBar, growthBar, openingBarMs },
    barsMet,
    madeSlide,
    peerName,
    tiles: rows,
    memory,
    openings: { ...openings, ...figures.openings },
    scan: figures.scan,
  });
  process.stdout.write(
    `\nms a tile with ${inFlight} in flight; mosaic.tif is ${sizes.slidePx} px of ${madeSlide}; ` +
      `${sizes.roundCount} rounds of up to ${sizes.walkTiles} tiles; the peer is ${peerName}\n\n`,
  );
  const show = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  process.stdout.write(
    formatTable(
      ['', 'p50', 'its p50', 'p95', 'its p95', 'p95 ratio', 'bar'],
      rows.map((row) => [
        row.what,
        ...[row.ours50, row.theirs50, row.ours95, row.theirs95, row.ratio95].map(show),
        `<= ${tileBar}`,
      ]),
    ),
  );
  process.stdout.write('\n');
  process.stdout.write(
    formatTable(
      ['', 'measured', 'bar'],
      [
        ...describeMemory(memory),
        ['opening a slide, p95', `${show(openings.oursP95Ms)} ms`, `<= ${openingBarMs} ms`],
        ['opening in OpenSlide for Python, p95', `${show(openings.theirsP95Ms)} ms`, ''],
        ...describeScan(figures.scan),
      ],
    ),
  );
  const verdict = trend === undefined ? 'not judged' : barsMet ? 'met' : 'missed';
  process.stdout.write(`\nBars ${verdict}. Figures: ${resultPath}\n`);
  return barsMet;
}

/** Quantiles over all rounds; the ratio is the median of the rounds' own. */
function describeWalk({ slideName, form, ours, theirs }: WalkFigures, which: keyof WalkLatencies) {
  const quantileOf = (rounds: readonly WalkLatencies[], fraction: number) =>
    quantile(
      rounds.flatMap((round) => round[which]),
      fraction,
    );
  const p95 = (rounds: readonly WalkLatencies[]) => rounds.map((round) => quantile(round[which], 0.95));
  return {
    what: `${slideName}, ${form.tilePx} px, overlap ${form.overlapPx}, ${which}`,
    ours50: quantileOf(ours, 0.5),
    theirs50: quantileOf(theirs, 0.5),
    ours95: quantileOf(ours, 0.95),
    theirs95: quantileOf(theirs, 0.95),
    ratio95: medianRatio(p95(ours), p95(theirs)),
    rounds: { ours95: p95(ours), theirs95: p95(theirs) },
  };
}

function describeMemory({ tileCount, trend, peakStationBytes, peakReaderBytes }: TileMemory) {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const peaks = [
    [`peak memory of the station over ${tileCount} tiles`, mebibytes(peakStationBytes), ''],
    ['peak memory of its readers', mebibytes(peakReaderBytes), ''],
  ];
  if (trend === undefined)
    return [...peaks, ['growth of memory', 'too few tiles to tell', `<= ${growthBar}`]];
  return [
    ...peaks,
    ['memory, second and last fifth', `${mebibytes(trend.earlyBytes)}, ${mebibytes(trend.lateBytes)}`, ''],
    ['growth of memory', trend.growth.toFixed(3), `<= ${growthBar}`],
  ];
}

function describeScan(scan: ScanThroughput) {
  const rate = (rates: readonly number[]) => `${median(rates).toFixed(2)} fields/s`;
  return [
    [`scanning the mosaic whole: ${scan.fieldCount} fields, ${scan.ourCells} cells`, rate(scan.ours), ''],
    [`the same fields in ${scan.peerName}: ${scan.theirCells} cells`, rate(scan.theirs), ''],
    ['ratio', medianRatio(scan.ours, scan.theirs).toFixed(2), ''],
  ];
}
