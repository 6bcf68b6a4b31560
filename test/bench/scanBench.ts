import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSlides } from './drawSlides.ts';
import { formatTable } from './formatTable.ts';
import { listChildPids, readMemory } from './processMemory.ts';
import { startRoundProcess } from './roundProcess.ts';
import {
  computeMemoryTrend,
  computeTimeShares,
  type MemorySample,
  type MemoryTrend,
  type SlideReport,
  slideReportSchema,
  type TimeShares,
} from './scanFigures.ts';
import type { ScanStationJob } from './scanStation.ts';
import { writeResult } from './writeResult.ts';

export interface ScanBenchSizes {
  readonly slideCount: number;
  readonly fieldsPerSlide: number;
  /** undefined: the model that the program takes by itself */
  readonly modelFolder: string | undefined;
}

/** Most wall time in which no network runs, as a fraction. */
const outsideNetworksBar = 0.35;

/** Most growth of memory from the second to the last fifth of the slides. A leak of one 5-megapixel field a
 *  slide (15 MB) would be three times that at 1 GB. */
const growthBar = 1.1;

const sampleEveryMs = 100;

interface ScanRun {
  readonly slides: readonly SlideReport[];
  readonly endMs: number;
  readonly samples: readonly MemorySample[];
  readonly stationPeakBytes: number;
  readonly computePeakBytes: number;
}

/** Scans synthetic slides with the station's code in a process of its own, and prints time shares and memory.
 *  @returns whether the bars were met
 *  @throws LabError when the scan cannot run */
export async function runScanBench(sizes: ScanBenchSizes): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-bench-'));
  try {
    process.stderr.write(`bench: drawing ${sizes.slideCount} slides of ${sizes.fieldsPerSlide} fields …\n`);
    await drawSlides(join(folder, 'slides'), sizes);
    return report(await runScan(folder, sizes), sizes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runScan(folder: string, sizes: ScanBenchSizes): Promise<ScanRun> {
  const station = startRoundProcess(
    'the scan',
    [process.execPath, join(import.meta.dirname, 'scanStation.ts')],
    {},
  );
  const slides: SlideReport[] = [];
  const samples: MemorySample[] = [];
  const peaks = { station: 0, compute: 0 };
  const sampler = setInterval(() => {
    const memory = readStationMemory(station.pid);
    if (memory === undefined) return;
    samples.push({
      finishedSlides: slides.length,
      stationBytes: memory.station.rssBytes,
      computeBytes: memory.compute.rssBytes,
    });
    peaks.station = Math.max(peaks.station, memory.station.peakRssBytes);
    peaks.compute = Math.max(peaks.compute, memory.compute.peakRssBytes);
  }, sampleEveryMs);
  try {
    const job: ScanStationJob = {
      slidesFolder: join(folder, 'slides'),
      databasePath: join(folder, 'lab.sqlite'),
      modelFolder: sizes.modelFolder,
    };
    station.send(job);
    while (slides.length < sizes.slideCount) {
      slides.push(slideReportSchema.parse(await station.next()));
      process.stderr.write(`bench: slide ${slides.length} of ${sizes.slideCount}\n`);
    }
    const { atMs: endMs } = slideReportSchema.pick({ atMs: true }).parse(await station.next());
    return { slides, endMs, samples, stationPeakBytes: peaks.station, computePeakBytes: peaks.compute };
  } finally {
    clearInterval(sampler);
    await station.dispose();
  }
}

/** Memory of the station and of its child; undefined before the child is there and after either is gone. */
function readStationMemory(stationPid: number) {
  const [computePid] = listChildPids(stationPid);
  const station = readMemory(stationPid);
  const compute = computePid === undefined ? undefined : readMemory(computePid);
  return station === undefined || compute === undefined ? undefined : { station, compute };
}

function report(run: ScanRun, sizes: ScanBenchSizes): boolean {
  const shares = computeTimeShares(run.slides, run.endMs);
  const trend = computeMemoryTrend(run.samples, sizes.slideCount);
  const barsMet =
    shares.outsideNetworks <= outsideNetworksBar && trend !== undefined && trend.growth <= growthBar;
  const resultPath = writeResult('scan', {
    sizes,
    bars: { outsideNetworksBar, growthBar },
    barsMet,
    shares,
    trend,
    peaks: { stationBytes: run.stationPeakBytes, computeBytes: run.computePeakBytes },
    slides: run.slides,
    samples: run.samples,
  });
  const rows = [...describeTime(run, shares), ...describeMemory(run, trend)];
  process.stdout.write(`\n${sizes.slideCount} synthetic slides of ${sizes.fieldsPerSlide} fields\n\n`);
  process.stdout.write(formatTable(['', 'measured', 'bar'], rows));
  const verdict = trend === undefined ? 'not judged' : barsMet ? 'met' : 'missed';
  process.stdout.write(`\nBars ${verdict}. Figures: ${resultPath}\n`);
  return barsMet;
}

function describeTime(run: ScanRun, shares: TimeShares): readonly (readonly string[])[] {
  const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
  const cellCount = run.slides.reduce((sum, slide) => sum + slide.cellCount, 0);
  return [
    ['wall time of the whole scan', `${(run.endMs / 1000).toFixed(1)} s`, ''],
    ['cells', String(cellCount), ''],
    ['time in which no network runs', percent(shares.outsideNetworks), `<= ${percent(outsideNetworksBar)}`],
    ['decoding (overlaps)', percent(shares.decode), ''],
    ['of it, while pixels are worked on', percent(shares.other), ''],
  ];
}

function describeMemory(run: ScanRun, trend: MemoryTrend | undefined): readonly (readonly string[])[] {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const peaks = [
    ['peak memory of the station', mebibytes(run.stationPeakBytes), ''],
    ['peak memory of compute', mebibytes(run.computePeakBytes), ''],
  ];
  if (trend === undefined)
    return [...peaks, ['growth of memory', 'too few slides to tell', `<= ${growthBar}`]];
  const slope = `${(trend.slopeBytesPerSlide / 2 ** 20).toFixed(2)} MiB a slide`;
  return [
    ...peaks,
    ['memory, second and last fifth', `${mebibytes(trend.earlyBytes)}, ${mebibytes(trend.lateBytes)}`, ''],
    ['growth of memory', trend.growth.toFixed(3), `<= ${growthBar}`],
    ['slope of memory', slope, ''],
  ];
}
