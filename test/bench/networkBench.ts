import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { memoryHabits } from '../../main/compute/computeClient.ts';
import { formatTable } from './formatTable.ts';
import { type NetworkJob, type NetworkJobSizes, writeNetworkJob } from './networkJob.ts';
import { readMemory } from './processMemory.ts';
import { ensurePythonVenv } from './pythonVenv.ts';
import { type RoundProcess, startRoundProcess } from './roundProcess.ts';
import { median, medianRatio, rotate } from './roundStatistics.ts';
import { writeResult } from './writeResult.ts';

export interface NetworkBenchSizes extends NetworkJobSizes {
  readonly roundCount: number;
  readonly batchesPerRound: number;
}

type Work = 'forward' | 'train';

/** Least images per second as a fraction of Keras's, for both works. */
const kerasBar = 0.9;

/** Least images per second of the eight-bit copy as a multiple of tfjs-node's. */
const int8Bar = 3;

/** Idle OpenMP threads spin for up to 200 ms after their work (KMP_BLOCKTIME): the next peer starts later. */
const spinDownMs = 300;

/** Largest difference of a probability or a loss between two peers: float32 through thirteen convolutions
 *  in another order of summation. */
const checkTolerance = 2e-3;
/** The same for eight bits, with weights that nobody trained: its network must be the same one, not as exact. */
const int8CheckTolerance = 0.1;

interface Peer {
  readonly key: string;
  readonly name: string;
  readonly process: RoundProcess;
  readonly works: readonly Work[];
  /** results of the first batch */
  readonly checks: Hello['checks'];
  /** images per second, one a round */
  readonly rates: Readonly<Record<Work, number[]>>;
}

const helloSchema = z.object({
  name: z.string(),
  checks: z.object({ forward: z.array(z.number()), train: z.array(z.number()).optional() }),
});

type Hello = z.infer<typeof helloSchema>;

const roundSchema = z.object({ seconds: z.number().positive() });

/** Times forward pass and training step of one network in each peer, rounds alternating, prints the table.
 *  @returns whether tfjs-node met the bar against Keras in both, and its eight-bit copy that against tfjs-node
 *  @throws LabError when a peer cannot run; Error when two peers do not compute the same */
export async function runNetworkBench(sizes: NetworkBenchSizes): Promise<boolean> {
  const python = ensurePythonVenv(import.meta.dirname);
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-bench-'));
  const processes: RoundProcess[] = [];
  try {
    const job = await writeNetworkJob(folder, sizes);
    const peers: Peer[] = [];
    for (const [key, command] of listPeers(python)) {
      process.stderr.write(`bench: starting ${key} …\n`);
      const started = startRoundProcess(key, command, threadEnvironment(sizes.threadCount));
      processes.push(started);
      peers.push(await greet(key, started, job));
    }
    assertSameNetwork(peers);
    for (let round = 0; round < sizes.roundCount; round += 1) {
      process.stderr.write(`bench: round ${round + 1} of ${sizes.roundCount}\n`);
      await runRound(rotate(peers, round), sizes);
    }
    return report(peers, sizes);
  } finally {
    await Promise.all(processes.map((started) => started.dispose()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function listPeers(python: string): readonly (readonly [string, [string, ...string[]]])[] {
  const script = (name: string) => join(import.meta.dirname, name);
  return [
    ['tfjs', [process.execPath, ...memoryHabits.execArgv, script('tfjsRounds.ts')]],
    ['int8', [process.execPath, ...memoryHabits.execArgv, script('int8Rounds.ts')]],
    ['keras', [python, script('networkPeers/keras_rounds.py')]],
    ['torch', [python, script('networkPeers/torch_rounds.py')]],
    ['onnx', [python, script('networkPeers/onnx_rounds.py')]],
  ];
}

/** One thread count for all: TensorFlow reads the TF_ pair, PyTorch and oneDNN the OMP one. */
function threadEnvironment(threadCount: number): Readonly<Record<string, string>> {
  const count = String(threadCount);
  return {
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    OMP_NUM_THREADS: count,
    TF_CPP_MIN_LOG_LEVEL: '2',
    CUDA_VISIBLE_DEVICES: '-1',
  };
}

async function greet(key: string, started: RoundProcess, job: NetworkJob): Promise<Peer> {
  const { name, checks } = helloSchema.parse(await started.ask(job));
  const works: readonly Work[] = checks.train === undefined ? ['forward'] : ['forward', 'train'];
  return { key, name, process: started, works, checks, rates: { forward: [], train: [] } };
}

/** A forward pass takes a fifth of a training step's time, and its ratio a better look for it. */
const turnsOf = { forward: 4, train: 1 } as const;

/** Times each peer at each of its works, peers taking turns. Appends to `peer.rates`. */
async function runRound(peers: readonly Peer[], sizes: NetworkBenchSizes): Promise<void> {
  const imageCount = sizes.batchSize * sizes.batchesPerRound;
  for (const work of ['forward', 'train'] as const) {
    const able = peers.filter(({ works }) => works.includes(work));
    for (const peer of Array.from({ length: turnsOf[work] }, (_, turn) => rotate(able, turn)).flat()) {
      await pause(spinDownMs);
      const question = { work, batches: sizes.batchesPerRound };
      const { seconds } = roundSchema.parse(await peer.process.ask(question));
      peer.rates[work].push(imageCount / seconds);
    }
  }
}

/** A peer that computes something else is no peer.
 *  @throws Error when first probabilities or the first step's loss differ from those of the first peer */
function assertSameNetwork(peers: readonly Peer[]): void {
  const [first, ...others] = peers;
  for (const other of others) {
    for (const work of other.works) {
      const theirs = other.checks[work] ?? [];
      const ours = first?.checks[work] ?? [];
      const difference = Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN))));
      if (!(difference <= (other.key === 'int8' ? int8CheckTolerance : checkTolerance))) {
        throw new Error(
          `${other.name} computes another network than ${first?.name}: ${work} differs by ${difference}`,
        );
      }
    }
  }
}

function report(peers: readonly Peer[], sizes: NetworkBenchSizes): boolean {
  const ours = peers.find(({ key }) => key === 'tfjs');
  const keras = peers.find(({ key }) => key === 'keras');
  const int8 = peers.find(({ key }) => key === 'int8');
  if (ours === undefined || keras === undefined || int8 === undefined) throw new Error('A peer is missing');
  const summaries = peers.map((peer) => summarise(peer, ours));
  const show = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '';
  const { inputPx, widthMultiplier, batchSize, threadCount } = sizes;
  process.stdout.write(
    `\nimages/s, median of ${sizes.roundCount} rounds; input ${inputPx} px, width x${widthMultiplier}, ` +
      `batch ${batchSize}, fp32 but for the int8 row, ${threadCount} threads\n\n`,
  );
  process.stdout.write(
    formatTable(
      ['', 'forward', 'tfjs / it', 'training', 'tfjs / it', 'peak MiB'],
      summaries.map(({ name, forward, train, peakRssBytes }) => [
        name,
        show(forward.imagesPerSecond, 1),
        show(forward.tfjsRatio, 2),
        show(train?.imagesPerSecond, 1),
        show(train?.tfjsRatio, 2),
        show(peakRssBytes / 2 ** 20, 0),
      ]),
    ),
  );
  const ratios = (['forward', 'train'] as const).map((work) =>
    medianRatio(ours.rates[work], keras.rates[work]),
  );
  const isKerasBarMet = ratios.every((ratio) => ratio >= kerasBar);
  const int8Ratio = medianRatio(int8.rates.forward, ours.rates.forward);
  const barMet = isKerasBarMet && int8Ratio >= int8Bar;
  const resultPath = writeResult('network', {
    sizes,
    ...{ kerasBar, int8Bar, int8Ratio },
    barMet,
    peers: summaries,
    rounds: peers.map(({ key, rates }) => ({ key, ...rates })),
  });
  process.stdout.write(
    `\nBar: at least ${kerasBar} of Keras in both: ${isKerasBarMet ? 'met' : 'missed'}\n` +
      `Bar: eight bits at least ${int8Bar} times tfjs-node: ${int8Ratio.toFixed(2)}, ${int8Ratio >= int8Bar ? 'met' : 'missed'}\n` +
      `Figures: ${resultPath}\n`,
  );
  return barMet;
}

interface WorkSummary {
  readonly imagesPerSecond: number;
  /** median over rounds of tfjs-node's rate over this peer's */
  readonly tfjsRatio: number;
}

interface PeerSummary {
  readonly name: string;
  readonly forward: WorkSummary;
  readonly train: WorkSummary | undefined;
  readonly peakRssBytes: number;
}

function summarise(peer: Peer, ours: Peer): PeerSummary {
  const summariseWork = (work: Work): WorkSummary => ({
    imagesPerSecond: median(peer.rates[work]),
    tfjsRatio: medianRatio(ours.rates[work], peer.rates[work]),
  });
  return {
    name: peer.name,
    forward: summariseWork('forward'),
    train: peer.works.includes('train') ? summariseWork('train') : undefined,
    peakRssBytes: readMemory(peer.process.pid)?.peakRssBytes ?? 0,
  };
}
