import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { describeClassifierNetwork } from '../../main/network/architecture.ts';
import { buildQuantizedGraph } from '../../main/network/buildQuantizedGraph.ts';
import { equaliseChannels } from '../../main/network/equaliseChannels.ts';
import { createInt8Classifier } from '../../main/network/int8Classifier.ts';
import { sha256Of } from '../../main/network/int8Copy.ts';
import { createActivationMeter } from '../../main/network/measureActivations.ts';
import { encodeOnnx } from '../../main/network/onnxFormat.ts';
import { createPatchMeter } from '../../main/network/patchStatistics.ts';
import { normaliseImages } from '../../main/network/preprocess.ts';
import { loadWeights } from '../../main/network/weights.ts';
import { type NetworkJob, noisePreprocessing } from './networkJob.ts';

/* The eight-bit copy of the program's network as one of the peers of the network bench, forward only. Its ranges are
 * measured on the batch that is timed. The same questions and answers as networkPeers/rounds.py. */

const roundSchema = z.object({ work: z.literal('forward'), batches: z.int().positive() });

async function serve(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  const { name, forward } = await createPeer(JSON.parse(String(first.value)) as NetworkJob);
  answer({ name, checks: { forward: await forward() } });
  for await (const line of lines) {
    const { batches } = roundSchema.parse(JSON.parse(line));
    const startedAt = performance.now();
    for (let batch = 0; batch < batches; batch += 1) await forward();
    answer({ seconds: (performance.now() - startedAt) / 1000 });
  }
}

async function createPeer(job: NetworkJob) {
  const network = describeClassifierNetwork(job.network);
  const images = new Uint8Array(readFileSync(join(job.folder, 'images.bin')));
  const preprocessing = noisePreprocessing(network.inputPx);
  const { tensors: parameters } = await loadWeights(join(job.folder, 'folded'), undefined);
  const meter = createActivationMeter(network, parameters);
  meter.add(normaliseImages(images, preprocessing), job.batchSize);
  const channels = meter.limits();
  meter.dispose();
  const patches = createPatchMeter();
  patches.add(images, job.batchSize, network.inputPx);
  const first = { kind: 'bytes', preprocessing, patches: patches.statistics() } as const;
  const even = equaliseChannels(network, parameters, channels);
  const onnx = encodeOnnx(buildQuantizedGraph(network, { ...even, first }), 'Blastscope');
  const reading = { preprocessing, temperature: 1, familiarity: undefined };
  const given = { reading, sha256: sha256Of(onnx), threads: job.threads };
  const classifier = await createInt8Classifier(onnx, given);
  const forward = async () =>
    (await classifier.classifyImages(images, job.batchSize)).flatMap(({ probabilities }) =>
      Object.values(probabilities),
    );
  return { name: classifier.engine.replace(/ \(copy .*/, ''), forward };
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

await serve();
