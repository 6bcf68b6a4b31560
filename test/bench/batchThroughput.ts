import { spawn } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDatabase } from '../../main/database/open.ts';
import { addSlides } from '../../main/workflows/addSlides.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { drawSlides } from './drawSlides.ts';
import { startRoundProcess } from './roundProcess.ts';
import { rotate } from './roundStatistics.ts';

/** Fields a second of a batch and of its peers, one figure a round. */
export interface BatchThroughput {
  readonly peerName: string;
  readonly fieldCount: number;
  readonly cells: { readonly batch: number; readonly bare: number; readonly script: number };
  readonly batch: readonly number[];
  /** finder and classifier alone, on what the batch gives them, in the engines that it uses */
  readonly bare: readonly number[];
  /** the same in TensorFlow, float32, as they were trained */
  readonly tensorflow: readonly number[];
  /** a plain Python script */
  readonly script: readonly number[];
}

/** As many as a differential of 100 to 200 cells takes. */
const fieldsPerSlide = 8;
/** The script resamples in its own way: of a hundred cells so many may differ. */
const cellTolerance = 0.1;
const lab = fileURLToPath(new URL('../../main/cli/lab.ts', import.meta.url));
const finderFolder = join(import.meta.dirname, '../../models/cell-finder-1.0.0');
const eventSchema = z.object({ event: z.string(), state: z.string().optional() });
const secondsSchema = z.object({ seconds: z.number().positive() });

/** Scans the same slides as a batch, with the networks alone, and by a Python script that is told the ruler. Sides
 *  alternate; the first slide of each, in which networks are loaded and run for the first time, is not counted.
 *  @param folder empty; everything lies below it
 *  @throws Error when the sides find another number of cells */
export async function measureBatchThroughput(
  python: string,
  folder: string,
  sizes: {
    readonly slideCount: number;
    readonly roundCount: number;
    readonly modelFolder: string | undefined;
  },
): Promise<BatchThroughput> {
  const slidesFolder = join(folder, 'slides');
  await drawSlides(slidesFolder, { slideCount: sizes.slideCount, fieldsPerSlide });
  const { folder: modelFolder } = await chooseModel(sizes.modelFolder);
  const slides = await listSlides(slidesFolder);
  const queued = join(folder, 'queued.db');
  await fillQueue(queued, slidesFolder);
  const bare = startRoundProcess(
    'the bare networks',
    [process.execPath, join(import.meta.dirname, 'bareNetworks.ts')],
    {},
  );
  const script = startRoundProcess('Keras in Python', [python, peerScript()], {
    ...{ TF_CPP_MIN_LOG_LEVEL: '2', CUDA_VISIBLE_DEVICES: '-1' },
  });
  try {
    const { cells: bareCells } = z
      .object({ cells: z.number() })
      .parse(await bare.ask({ slides: slides.map(({ path }) => path), modelFolder }));
    const threads = { threads: 2, finder: finderFolder, classifier: modelFolder };
    const { name } = z.object({ name: z.string() }).parse(await script.ask(threads));
    const fieldCount = (sizes.slideCount - 1) * fieldsPerSlide;
    const figures = {
      ...{ batch: [] as number[], bare: [] as number[], tensorflow: [] as number[], script: [] as number[] },
    };
    const askBare = async (engines: string) =>
      fieldCount / secondsSchema.parse(await bare.ask({ engines })).seconds;
    let [batchCells, scriptCells, ruler] = [0, 0, 0];
    for (let round = 0; round < sizes.roundCount; round += 1) {
      const database = join(folder, `round-${round}.db`);
      await copyFile(queued, database);
      const sides = [
        async () => {
          figures.batch.push(fieldCount / (await runBatch(database, modelFolder)));
          ({ cells: batchCells, ruler } = readScans(database));
        },
        async () => figures.bare.push(await askBare('chosen')),
        async () => figures.tensorflow.push(await askBare('tensorflow')),
        async () => {
          const asked = { slides, redCellDiameterPx: ruler, database: join(folder, `script-${round}.db`) };
          const answer = secondsSchema.extend({ cells: z.number() }).parse(await script.ask(asked));
          figures.script.push(fieldCount / answer.seconds);
          scriptCells = answer.cells;
        },
      ];
      // the ruler of the script is the batch's: in the first round that goes first
      for (const side of rotate(sides, round === 0 ? 0 : round)) await side();
    }
    assertSameCells(batchCells, bareCells, 0);
    assertSameCells(batchCells, scriptCells, cellTolerance);
    const cells = { batch: batchCells, bare: bareCells, script: scriptCells };
    return { peerName: name, fieldCount, cells, ...figures };
  } finally {
    await Promise.all([bare.dispose(), script.dispose()]);
  }
}

function peerScript(): string {
  return join(import.meta.dirname, 'slidePeers', 'batch_rounds.py');
}

async function listSlides(folder: string) {
  const names = (await readdir(folder)).toSorted(new Intl.Collator('en', { numeric: true }).compare);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const fields = (await readdir(path)).toSorted().map((field) => join(path, field));
      return { name, path, fields };
    }),
  );
}

async function fillQueue(database: string, slidesFolder: string): Promise<void> {
  const db = openDatabase(database);
  try {
    await addSlides(db, { paths: [slidesFolder], priority: 'routine', cellGoal: undefined });
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** @returns seconds from the end of the first slide to that of the last */
async function runBatch(database: string, modelFolder: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [lab, 'batch', 'run', '--db', database, '--model', modelFolder, '--events'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  let firstAt: number | undefined;
  let lastAt = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, state } = eventSchema.parse(JSON.parse(line));
    if (event !== 'job-ended') continue;
    if (state !== 'done') throw new Error(`A slide ended as ${state}: ${line}`);
    lastAt = performance.now();
    firstAt ??= lastAt;
  }
  if ((await closed) !== 0 || firstAt === undefined) throw new Error('The batch failed');
  return (lastAt - firstAt) / 1000;
}

function readScans(database: string): { readonly cells: number; readonly ruler: number } {
  const db = openDatabase(database);
  try {
    const row = db.prepare('SELECT sum(cell_count) AS cells, avg(red_cell_diameter_px) AS ruler FROM scans');
    return z.object({ cells: z.number(), ruler: z.number() }).parse(row.get());
  } finally {
    db.close();
  }
}

function assertSameCells(ours: number, theirs: number, tolerance: number): void {
  if (ours > 0 && Math.abs(theirs / ours - 1) <= tolerance) return;
  throw new Error(`The sides do not search alike: ${ours} cells in the batch, ${theirs} beside it`);
}
