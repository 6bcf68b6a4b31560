import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellClasses } from '../../main/domain/cellClass.ts';
import type { LabelledImage } from '../../main/domain/labelledImage.ts';
import { learnedParts } from '../../main/domain/learnedPart.ts';
import type { TrainingRequest } from '../../main/domain/trainingRequest.ts';
import { describeClassifierNetwork } from '../../main/network/architecture.ts';
import { createParameters } from '../../main/network/classifierParameters.ts';
import { createTrainingStep } from '../../main/network/trainingStep.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writeJpeg } from '../../main/slides/writeImage.ts';
import { withComputeClient } from '../../main/workflows/withComputeClient.ts';
import { formatTable } from './formatTable.ts';
import { listChildPids, readMemory } from './processMemory.ts';
import { median, medianRatio, rotate } from './roundStatistics.ts';
import { writeResult } from './writeResult.ts';

export interface TrainingBenchSizes {
  readonly inputPx: number;
  readonly widthMultiplier: number;
  readonly batchSize: number;
  readonly roundCount: number;
  /** of the list that is trained on */
  readonly cellCount: number;
}

/** How many times as fast a step must be that leaves the first layers as they are. */
const partBars = { head: 2, 'last-blocks': 1.3, all: 1 } as const;
/** Most that the compute process may hold at the default size. */
const memoryBarBytes = 3e9;
/** A camera's field. */
const field = { widthPx: 1280, heightPx: 960 } as const;
const cellsPerField = 200;

/** Times a training step by how much of the network learns, and reads the most that the compute process held in a
 *  training on a long list of cells.
 *  @returns whether both bars were met */
export async function runTrainingBench(sizes: TrainingBenchSizes): Promise<boolean> {
  const steps = timeSteps(sizes);
  const memory = await measureMemory(sizes);
  const { inputPx, widthMultiplier, batchSize } = sizes;
  process.stdout.write(
    `\ninput ${inputPx} px, width x${widthMultiplier}, batch ${batchSize}; median of ${sizes.roundCount} rounds\n\n` +
      formatTable(
        ['learns', 'ms a step', 'times as fast as all'],
        steps.map(({ learned, stepMs, ratio }) => [learned, stepMs.toFixed(0), ratio.toFixed(2)]),
      ),
  );
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
  process.stdout.write(
    `\n${sizes.cellCount} cells on fields of ${field.widthPx} x ${field.heightPx} px: the compute process held at most ` +
      `${gigabytes(memory.trainingBytes)} GB in a training, ${gigabytes(memory.preflightBytes)} GB in its preflight\n`,
  );
  const isFaster = steps.every(({ learned, ratio }) => ratio >= partBars[learned]);
  const isBounded = Math.max(memory.trainingBytes, memory.preflightBytes) <= memoryBarBytes;
  const path = writeResult('training', { sizes, steps, memory, partBars, memoryBarBytes });
  process.stdout.write(
    `\nBar: the head at least ${partBars.head} times, the last blocks ${partBars['last-blocks']} times as fast as all: ${isFaster ? 'met' : 'missed'}\n` +
      `Bar: at most ${gigabytes(memoryBarBytes)} GB: ${isBounded ? 'met' : 'missed'}\nFigures: ${path}\n`,
  );
  return isFaster && isBounded;
}

function timeSteps({ inputPx, widthMultiplier, batchSize, roundCount }: TrainingBenchSizes) {
  const network = describeClassifierNetwork({
    ...{ inputPx, widthMultiplier, batchNormalisation: true, classCount: cellClasses.length, dropout: 0.3 },
  });
  const batch = {
    count: batchSize,
    inputs: Float32Array.from({ length: batchSize * inputPx ** 2 * 3 }, (_, i) => (i % 97) / 48 - 1),
    labels: Int32Array.from({ length: batchSize }, (_, i) => i % cellClasses.length),
  };
  const peers = learnedParts.map((learned) => ({
    learned,
    durationsMs: [] as number[],
    step: createTrainingStep(network, {
      ...{
        parameters: createParameters(network, 1),
        averages: undefined,
        optimizerState: undefined,
        learned,
      },
      ...{ optimizer: 'adam', classWeights: [1, 1, 1, 1], labelSmoothing: 0.05 },
    }),
  }));
  for (const { step } of peers) step.run(batch, 1e-4);
  for (let round = 0; round < roundCount; round += 1)
    for (const { step, durationsMs } of rotate(peers, round)) {
      const from = performance.now();
      step.run(batch, 1e-4);
      durationsMs.push(performance.now() - from);
    }
  for (const { step } of peers) step.dispose();
  const all = peers.find(({ learned }) => learned === 'all')?.durationsMs ?? [];
  return peers.map(({ learned, durationsMs }) => ({
    learned,
    stepMs: median(durationsMs),
    ratio: medianRatio(all, durationsMs),
  }));
}

async function measureMemory(sizes: TrainingBenchSizes) {
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-training-bench-'));
  try {
    const request = await writeRequest(folder, sizes);
    const { peakMemoryBytes } = await withComputeClient((compute) =>
      compute.run('preflightTraining', request),
    );
    let trainingBytes = 0;
    await withComputeClient((compute) =>
      compute.run('trainModel', request, {
        onProgress: () => {
          for (const pid of listChildPids(process.pid))
            trainingBytes = Math.max(trainingBytes, readMemory(pid)?.peakRssBytes ?? 0);
        },
      }),
    );
    return { preflightBytes: peakMemoryBytes, trainingBytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A list of so many cells, of which an epoch shows four a field: few steps, the whole list. */
async function writeRequest(folder: string, sizes: TrainingBenchSizes): Promise<TrainingRequest> {
  const items: LabelledImage[] = [];
  const fieldCount = Math.ceil(sizes.cellCount / cellsPerField);
  for (let at = 0; at < fieldCount; at += 1) {
    const path = join(folder, `${at}.jpg`);
    const cellMix = { lymphocyte: 6, neutrophil: 4 };
    const drawn = { ...field, seed: at, redCellPx: 40, stain: 'lavender', crowding: 0.5, cellMix } as const;
    await writeJpeg(renderSyntheticField(drawn).pixels, path);
    for (let cell = 0; cell < cellsPerField; cell += 1)
      items.push({ path, cellClass: cellClasses[cell % 4] ?? 'benign', cell: boxAt(cell) });
  }
  const part = (first: number, last: number) =>
    items.filter((_, i) => i >= first * items.length && i < last * items.length);
  const { inputPx, widthMultiplier, batchSize } = sizes;
  return {
    ...{ train: part(0, 0.9), validation: part(0.9, 0.95), test: part(0.95, 1) },
    ...{ outputFolder: join(folder, 'model'), name: 'bench', version: '1.0.0', optimizer: 'adam' },
    ...{ learningRate: 1e-3, epochs: 1, batchSize, inputPx, widthMultiplier, seed: 1, cellsPerField: 4 },
    ...{ resume: false, programVersion: '0.0.0' },
    dataset: { name: 'drawn', split: 'in turn', terms: 'none', citation: 'none' },
  };
}

/** Twenty cells a row, ten rows. */
function boxAt(cell: number) {
  const [column, row] = [cell % 20, Math.floor(cell / 20)];
  return {
    ...{ xPx: 10 + column * 60, yPx: 10 + row * 90, widthPx: 50, heightPx: 50, redCellDiameterPx: 40 },
  };
}
