import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { describeClassifierNetwork } from '../../../main/network/architecture.ts';
import { createRectifiedConvolution } from '../../../main/network/fusedConvolution.ts';
import { computeGradCam } from '../../../main/network/gradCam.ts';
import { loadTensorFlow } from '../../../main/network/tensorflow.ts';

const network = describeClassifierNetwork({
  inputPx: 64,
  widthMultiplier: 1 / 16,
  batchNormalisation: false,
  classCount: 4,
  dropout: 0,
});

/** Every convolution hands channel 0 on as it is; the first class likes it, the second dislikes it, the others see
 *  nothing. */
function passingWeights(tf: ReturnType<typeof loadTensorFlow>): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const layer of network.layers) {
    if (layer.kind === 'max-pool') continue;
    const { kernelPx, inputChannels, filters } = layer;
    const kernel = new Float32Array(kernelPx * kernelPx * inputChannels * filters);
    const middle = Math.floor(kernelPx / 2);
    kernel[(middle * kernelPx + middle) * inputChannels * filters] = 1;
    tensors.set(`${layer.name}/kernel`, tf.tensor(kernel, [kernelPx, kernelPx, inputChannels, filters]));
    tensors.set(`${layer.name}/bias`, tf.zeros([filters]));
  }
  const head = new Float32Array(network.head.inputChannels * 4);
  head.set([1, -1, 0, 0]);
  tensors.set('head/kernel', tf.tensor(head, [network.head.inputChannels, 4]));
  tensors.set('head/bias', tf.zeros([4]));
  return tensors;
}

test('the heat lies where the input speaks for the class, and nowhere for a class that nothing speaks for', () => {
  const tf = loadTensorFlow();
  const tensors = passingWeights(tf);
  const tensorOf = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(name);
    return tensor;
  };
  const convolve = createRectifiedConvolution(tf);
  const pixels = new Float32Array(64 * 64 * 3);
  // a bright patch in the upper right quarter, half as bright a one in the lower left
  for (let y = 0; y < 64; y += 1)
    for (let x = 0; x < 64; x += 1) {
      if (y < 16 && x >= 48) pixels[(y * 64 + x) * 3] = 2;
      if (y >= 48 && x < 16) pixels[(y * 64 + x) * 3] = 1;
    }
  const input = tf.concat([tf.tensor4d(pixels, [1, 64, 64, 3]), tf.tensor4d(pixels, [1, 64, 64, 3])]);
  const before = tf.memory().numTensors;
  const [liked, disliked] = computeGradCam(tf, network, { tensorOf, convolve, input, classes: [0, 1] });
  expect(tf.memory().numTensors).toBe(before);
  expect(liked).toMatchObject({ columnCount: 4, rowCount: 4 });
  const rows = Array.from({ length: 4 }, (_, row) => liked?.values.slice(row * 4, row * 4 + 4));
  expect(rows).toEqual([
    [0, 0, 0, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0.5, 0, 0, 0],
  ]);
  expect(disliked?.values.every((value) => value === 0)).toBe(true);
  tf.dispose([input, ...tensors.values()]);
});
