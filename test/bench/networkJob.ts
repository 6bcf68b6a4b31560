import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, normalNumber } from '../../main/domain/randomNumbers.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from '../../main/network/architecture.ts';
import { createParameters, foldBatchNormalisation } from '../../main/network/classifierParameters.ts';
import { saveWeights } from '../../main/network/weights.ts';

/** What each peer is given. Its folder holds input.bin (float32 [batchSize, inputPx, inputPx, 3]) and the
 *  weights: trained/ with batch normalisation for the training step, folded/ without it for the forward
 *  pass, which is the form in which the program classifies. Image i is of class i modulo classCount. */
export interface NetworkJob {
  readonly folder: string;
  readonly network: ClassifierNetwork;
  readonly batchSize: number;
  readonly threads: number;
  readonly learningRate: number;
}

export interface NetworkJobSizes {
  readonly inputPx: number;
  readonly widthMultiplier: number;
  readonly batchSize: number;
  readonly threadCount: number;
}

const seed = 7;

/** Writes a network with fresh weights and a batch of noise. The head's dropout is off, so that the loss of
 *  the first training step must agree between the peers. */
export async function writeNetworkJob(folder: string, sizes: NetworkJobSizes): Promise<NetworkJob> {
  const { inputPx, widthMultiplier, batchSize, threadCount } = sizes;
  const network = describeClassifierNetwork({
    inputPx,
    widthMultiplier,
    batchNormalisation: true,
    classCount: 4,
    dropout: 0,
  });
  const parameters = createParameters(network, seed);
  const folded = foldBatchNormalisation(network, parameters);
  await saveWeights(join(folder, 'trained'), [...parameters.values()], network);
  await saveWeights(join(folder, 'folded'), [...folded.values()], network);
  const random = createRandom(seed);
  const input = Float32Array.from({ length: batchSize * inputPx ** 2 * 3 }, () => normalNumber(random));
  writeFileSync(join(folder, 'input.bin'), input);
  return { folder, network, batchSize, threads: threadCount, learningRate: 1e-4 };
}
