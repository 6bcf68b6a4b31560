import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { countParameters, describeClassifierNetwork } from '../../main/network/architecture.ts';
import { createParameters } from '../../main/network/classifierParameters.ts';
import { saveWeights } from '../../main/network/weights.ts';
import { aModelCard } from './aModelCard.ts';

/** Writes a whole classifier of 32 px, unless told otherwise, and a sixteenth of the width, with random weights: it runs in no time and
 *  knows nothing.
 *  @param headGain the head's weights times this: how much one image's probabilities differ from another's
 *  @returns its folder */
export async function writeTinyModel(folder: string, seed = 1, inputPx = 32, headGain = 1): Promise<string> {
  const options = {
    inputPx,
    widthMultiplier: 1 / 16,
    batchNormalisation: true,
    classCount: 4,
    dropout: 0,
  };
  const network = describeClassifierNetwork(options);
  const tensors = [...createParameters(network, seed).values()].map((tensor) =>
    tensor.name === 'head/kernel'
      ? { ...tensor, values: tensor.values.map((value) => value * headGain) }
      : tensor,
  );
  const weights = await saveWeights(folder, tensors, network);
  const { preprocessing } = aModelCard();
  const card = aModelCard({
    name: 'tiny',
    version: `0.0.${seed}`,
    classes: [...cellClasses],
    architecture: {
      name: 'thirteen convolutions',
      widthMultiplier: options.widthMultiplier,
      batchNormalisation: true,
      parameterCount: countParameters(network).total,
    },
    preprocessing: { ...preprocessing, inputPx: options.inputPx },
    weights: { file: 'weights.bin', ...weights },
  });
  await writeFile(join(folder, 'card.json'), JSON.stringify(card));
  return folder;
}
