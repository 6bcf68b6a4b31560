import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preprocessing } from '../../main/domain/modelCard.ts';
import { createRandom, normalNumber } from '../../main/domain/randomNumbers.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from '../../main/network/architecture.ts';
import { createParameters, foldBatchNormalisation } from '../../main/network/classifierParameters.ts';
import { normaliseImages } from '../../main/network/preprocess.ts';
import { saveWeights } from '../../main/network/weights.ts';

/** What each peer is given. Its folder holds a batch as bytes, images.bin (uint8 [batchSize, inputPx,
 *  inputPx, 3]), and normalised, input.bin (float32), and the
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

/** By which noise of mean 0.5 and deviation 0.1 becomes noise of mean 0 and deviation 1. */
export function noisePreprocessing(inputPx: number): Preprocessing {
  return {
    ...{ inputPx, windowRedCells: 1, scaleBarCorner: { width: 0, height: 0 } },
    mean: [0.5, 0.5, 0.5],
    standardDeviation: [0.1, 0.1, 0.1],
  };
}

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
  const images = Uint8Array.from({ length: batchSize * inputPx ** 2 * 3 }, () =>
    Math.max(0, Math.min(255, Math.round(255 * (0.5 + 0.1 * normalNumber(random))))),
  );
  writeFileSync(join(folder, 'images.bin'), images);
  writeFileSync(join(folder, 'input.bin'), normaliseImages(images, noisePreprocessing(inputPx)));
  return { folder, network, batchSize, threads: threadCount, learningRate: 1e-4 };
}
