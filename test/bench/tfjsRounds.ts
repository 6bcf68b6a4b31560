import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { describeClassifierNetwork } from '../../main/network/architecture.ts';
import type { Parameters } from '../../main/network/classifierParameters.ts';
import { createRectifiedConvolution } from '../../main/network/fusedConvolution.ts';
import { holdTensors } from '../../main/network/holdTensors.ts';
import { runFolded } from '../../main/network/runClassifier.ts';
import { loadTensorFlow } from '../../main/network/tensorflow.ts';
import { createTrainingStep } from '../../main/network/trainingStep.ts';
import { loadWeights } from '../../main/network/weights.ts';
import type { NetworkJob } from './networkJob.ts';

/* The program's own network as one of the peers of the network bench: the same questions and answers as
 * networkPeers/rounds.py. Run as a process of its own, a JSON line in, a JSON line out. */

const roundSchema = z.object({ work: z.enum(['forward', 'train']), batches: z.int().positive() });

async function serve(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  const peer = await createPeer(JSON.parse(String(first.value)) as NetworkJob);
  const { forward, train } = peer.works;
  answer({ name: peer.name, checks: { forward: forward(), train: train() } });
  for await (const line of lines) {
    const { work, batches } = roundSchema.parse(JSON.parse(line));
    const startedAt = performance.now();
    for (let batch = 0; batch < batches; batch += 1) peer.works[work]();
    answer({ seconds: (performance.now() - startedAt) / 1000 });
  }
}

async function createPeer(job: NetworkJob) {
  const tf = loadTensorFlow();
  const convolve = createRectifiedConvolution(tf);
  const network = describeClassifierNetwork(job.network);
  const bytes = readFileSync(join(job.folder, 'input.bin'));
  const inputs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const labels = Int32Array.from({ length: job.batchSize }, (_, image) => image % network.classCount);
  const step = createTrainingStep(network, {
    parameters: await readParameters(join(job.folder, 'trained')),
    optimizer: 'adam',
    averages: undefined,
    labelSmoothing: 0,
    optimizerState: undefined,
    classWeights: Array.from({ length: network.classCount }, () => 1),
  });
  const { tensorOf } = holdTensors(tf, await readParameters(join(job.folder, 'folded')));
  const forward = () =>
    tf.tidy(() => {
      const input = tf.tensor4d(inputs, [job.batchSize, network.inputPx, network.inputPx, 3]);
      return [...tf.softmax(runFolded(tf, network, { tensorOf, convolve, input }).logits).dataSync()];
    });
  const train = () => [step.run({ count: job.batchSize, inputs, labels }, job.learningRate).loss];
  return { name: `tfjs-node ${tf.version_core}`, works: { forward, train } };
}

async function readParameters(folder: string): Promise<Parameters> {
  return (await loadWeights(folder, undefined)).tensors;
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

await serve();
