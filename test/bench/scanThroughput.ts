import { join } from 'node:path';
import { z } from 'zod';
import { createComputeClient } from '../../main/compute/computeClient.ts';
import type { ScanSlideResult } from '../../main/compute/messages.ts';
import type { SlideEntry } from '../../main/domain/slide.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { type RoundProcess, startRoundProcess } from './roundProcess.ts';
import { rotate } from './roundStatistics.ts';

/** Fields a second of one slide scanned whole, one figure a round. */
export interface ScanThroughput {
  readonly peerName: string;
  readonly fieldCount: number;
  readonly ourCells: number;
  readonly theirCells: number;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** The two sides resample and suppress overlaps each in its own way: of a hundred cells so many may differ. */
const cellTolerance = 0.1;

const finderFolder = join(import.meta.dirname, '../../models/cell-finder-1.0.0');

const helloSchema = z.object({ name: z.string() });
const searchSchema = z.object({ seconds: z.number().positive(), cells: z.number() });

/** Scans a slide in compute and in a Python script that is given the same fields and the same ruler: it looks for no
 *  smear, measures no red cell, judges no focus. Sides alternate; a first scan of each, in which networks are loaded,
 *  is not counted.
 *  @throws Error when the two find another number of cells */
export async function measureScanThroughput(
  python: string,
  slide: SlideEntry,
  sizes: { readonly roundCount: number; readonly threadCount: number },
): Promise<ScanThroughput> {
  const { folder: modelFolder } = await chooseModel(undefined);
  const compute = createComputeClient();
  const peer = startRoundProcess('OpenSlide and Keras in Python', [python, peerScript()], quietTensorFlow);
  try {
    const scan = () =>
      compute.run('scanSlide', { slide, modelFolder, redCellDiameterPx: undefined, cellGoal: undefined });
    const first = await scan();
    const question = { path: slide.path, finder: finderFolder, classifier: modelFolder };
    const { name } = helloSchema.parse(await peer.ask({ ...question, threads: sizes.threadCount }));
    const search = () => searchFields(peer, first);
    const { cells: theirCells } = await search();
    assertSameCells(first.cells.length, theirCells);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < sizes.roundCount; round += 1) {
      const sides = [
        async () => ours.push(first.fields.length / ((await scan()).timings.totalMs / 1000)),
        async () => theirs.push(first.fields.length / (await search()).seconds),
      ];
      for (const side of rotate(sides, round)) await side();
    }
    const fieldCount = first.fields.length;
    return { peerName: name, fieldCount, ourCells: first.cells.length, theirCells, ours, theirs };
  } finally {
    await Promise.all([compute.dispose(), peer.dispose()]);
  }
}

const quietTensorFlow = { TF_CPP_MIN_LOG_LEVEL: '2', CUDA_VISIBLE_DEVICES: '-1' } as const;

function peerScript(): string {
  return join(import.meta.dirname, 'slidePeers', 'scan_rounds.py');
}

async function searchFields(peer: RoundProcess, { fields, redCellDiameterPx }: ScanSlideResult) {
  const places = fields.map(({ xPx, yPx, widthPx, heightPx }) => ({ xPx, yPx, widthPx, heightPx }));
  return searchSchema.parse(await peer.ask({ fields: places, redCellDiameterPx }));
}

function assertSameCells(ours: number, theirs: number): void {
  if (ours > 0 && Math.abs(theirs / ours - 1) <= cellTolerance) return;
  throw new Error(`The sides do not search alike: ${ours} cells here, ${theirs} in Python`);
}
