import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDatabase } from '../../main/database/open.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writeJpeg } from '../../main/slides/writeImage.ts';
import { addSlides } from '../../main/workflows/addSlides.ts';
import { measureBatchThroughput } from './batchThroughput.ts';
import { formatTable } from './formatTable.ts';
import { listChildPids, readMemory } from './processMemory.ts';
import { ensurePythonVenv } from './pythonVenv.ts';
import { median, medianRatio } from './roundStatistics.ts';
import { writeResult } from './writeResult.ts';

export interface BatchBenchSizes {
  /** of the long batch, small ones */
  readonly slideCount: number;
  /** of a round of the throughput, eight camera fields each; the first one is not counted */
  readonly roundSlideCount: number;
  readonly roundCount: number;
  readonly modelFolder: string | undefined;
}

/** What the programs of a batch hold at one moment. */
interface Held {
  readonly slides: number;
  readonly stationBytes: number;
  readonly computeBytes: number;
  readonly openFiles: number;
}

/** Memory may differ by so much between the tenth part of the batch and its end. */
const memoryBar = 0.05;
/** What waits to be collected comes and goes, by up to 64 MB: the most that is held while so many slides are scanned. */
const watchedSlides = 50;
/** Fields that differ; slides share them, under their own file names. */
const drawnCount = 20;
const lab = fileURLToPath(new URL('../../main/cli/lab.ts', import.meta.url));

/** Least part of the networks' own speed that a batch keeps; and it is to be ahead of a plain script. */
const bareBar = 0.85;

/** Compares a batch with its networks alone and with a plain script, then lets one run for long.
 *  @returns whether the bars were met */
export async function runBatchBench(sizes: BatchBenchSizes): Promise<boolean> {
  const isFast = await compareThroughput(sizes);
  return (await runLongBatch(sizes)) && isFast;
}

async function compareThroughput(sizes: BatchBenchSizes): Promise<boolean> {
  const python = ensurePythonVenv(import.meta.dirname);
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-batch-bench-'));
  try {
    const measured = await measureBatchThroughput(python, folder, {
      ...{ slideCount: sizes.roundSlideCount, roundCount: sizes.roundCount, modelFolder: sizes.modelFolder },
    });
    const { batch, bare, tensorflow, script, peerName, cells, fieldCount } = measured;
    const ratios = {
      bare: medianRatio(batch, bare),
      tensorflow: medianRatio(batch, tensorflow),
      script: medianRatio(batch, script),
    };
    const path = writeResult('batch-throughput', { sizes, ...measured, ratios, bareBar });
    const row = (name: string, figures: readonly number[], cellCount: number, ratio: string, bar: string) => [
      ...[name, median(figures).toFixed(2), String(cellCount), ratio, bar],
    ];
    process.stdout.write(
      `${fieldCount} fields a round, ${sizes.roundCount} rounds\n\n${formatTable(
        ['', 'fields/s', 'cells', 'batch / it', 'bar'],
        [
          row('batch', batch, cells.batch, '', ''),
          row('its networks alone', bare, cells.bare, ratios.bare.toFixed(2), `>= ${bareBar}`),
          row('the same in TensorFlow', tensorflow, cells.bare, ratios.tensorflow.toFixed(2), ''),
          row(peerName, script, cells.script, ratios.script.toFixed(2), '> 1'),
        ],
      )}\nFigures: ${path}\n\n`,
    );
    return ratios.bare >= bareBar && ratios.script > 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Scans very many small slides with `lab batch run` and looks at what station and compute process hold a tenth of the
 *  way and at the end.
 *  @returns whether the bars were met */
async function runLongBatch(sizes: BatchBenchSizes): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-batch-bench-'));
  try {
    const database = join(folder, 'lab.db');
    await fillQueue(join(folder, 'slides'), database, sizes.slideCount);
    const { early, late, minutes } = await runAndWatch(database, sizes);
    const { cellCount, bytesPerCell } = measureDatabase(database);
    process.stdout.write(
      `${sizes.slideCount} slides in ${minutes.toFixed(1)} min\n\n${formatTable(
        ['after', 'station MB', 'compute MB', 'open files'],
        [early, late].map((held) => [
          ...[`${held.slides} slides`, megabytes(held.stationBytes), megabytes(held.computeBytes)],
          String(held.openFiles),
        ]),
      )}\n${cellCount} cells, ${bytesPerCell.toFixed(0)} bytes of database each\n`,
    );
    const growth = {
      station: late.stationBytes / early.stationBytes - 1,
      compute: late.computeBytes / early.computeBytes - 1,
    };
    const isFlat = Math.max(growth.station, growth.compute) <= memoryBar;
    const isConstant = late.openFiles <= early.openFiles;
    const path = writeResult('batch', { sizes, early, late, growth, cellCount, bytesPerCell, memoryBar });
    process.stdout.write(
      `\nBar: memory grows by at most 5 % (station ${percent(growth.station)}, compute ${percent(growth.compute)}): ${isFlat ? 'met' : 'missed'}\n` +
        `Bar: no more files open at the end: ${isConstant ? 'met' : 'missed'}\nFigures: ${path}\n`,
    );
    return isFlat && isConstant;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fillQueue(folder: string, database: string, slideCount: number): Promise<void> {
  await mkdir(folder);
  for (let slide = 0; slide < slideCount; slide += 1) {
    const { pixels } = renderSyntheticField({
      ...{ seed: slide % drawnCount, widthPx: 400, heightPx: 300, redCellPx: 20, stain: 'lavender' },
      cellMix: { neutrophil: 2, lymphocyte: 2 },
    });
    // no two slides have the same bytes
    for (let place = 0; place < 6; place += 1) pixels.data[place] = (slide >> place) & 1 ? 255 : 0;
    await writeJpeg(pixels, join(folder, `slide-${slide + 1}.jpg`));
  }
  await writeFile(join(folder, 'notes.txt'), 'no slide');
  const db = openDatabase(database);
  try {
    // a folder of nothing but images would be one slide; the queue is told of each
    const paths = Array.from({ length: slideCount }, (_, at) => join(folder, `slide-${at + 1}.jpg`));
    await addSlides(db, { paths, priority: 'routine', cellGoal: undefined });
  } finally {
    db.close();
  }
}

const eventSchema = z.object({ event: z.string(), state: z.string().optional() });

async function runAndWatch(
  database: string,
  { slideCount, modelFolder }: Pick<BatchBenchSizes, 'slideCount' | 'modelFolder'>,
) {
  const model = modelFolder === undefined ? [] : ['--model', modelFolder];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [lab, 'batch', 'run', '--db', database, '--events', ...model], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const earlyAt = Math.max(1, Math.round(slideCount / 10));
  let [done, early, late] = [0, undefined as Held | undefined, undefined as Held | undefined];
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, state } = eventSchema.parse(JSON.parse(line));
    if (event !== 'job-ended') continue;
    if (state !== 'done') throw new Error(`A slide ended as ${state}: ${line}`);
    done += 1;
    if (isWatched(done, earlyAt)) early = most(look(child.pid ?? 0, done), early);
    else if (isWatched(done, slideCount - 1)) late = most(look(child.pid ?? 0, done), late);
  }
  const code = await closed;
  if (code !== 0 || early === undefined || late === undefined)
    throw new Error(`The batch ended with ${code} after ${done} of ${slideCount} slides`);
  return { early, late, minutes: (performance.now() - startedAt) / 60_000 };
}

function isWatched(done: number, last: number): boolean {
  return done > last - watchedSlides && done <= last;
}

function most(one: Held, other: Held | undefined): Held {
  return other === undefined
    ? one
    : {
        slides: one.slides,
        stationBytes: Math.max(one.stationBytes, other.stationBytes),
        computeBytes: Math.max(one.computeBytes, other.computeBytes),
        openFiles: Math.max(one.openFiles, other.openFiles),
      };
}

function look(stationPid: number, slides: number): Held {
  const children = listChildPids(stationPid);
  const memoryOf = (pid: number) => readMemory(pid)?.rssBytes ?? 0;
  const openFiles = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;
  return {
    slides,
    stationBytes: memoryOf(stationPid),
    computeBytes: Math.max(0, ...children.map(memoryOf)),
    openFiles: [stationPid, ...children].reduce((sum, pid) => sum + openFiles(pid), 0),
  };
}

function measureDatabase(path: string) {
  const db = openDatabase(path);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    const cellCount = Number(db.prepare('SELECT count(*) FROM cells').pluck().get());
    return { cellCount, bytesPerCell: statSync(path).size / Math.max(1, cellCount) };
  } finally {
    db.close();
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
