import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { logitOf } from '../domain/cellMaps.ts';
import { createRandomSource } from './detectorRandom.ts';
import { type ConvolutionSpec, detectorConvolutions } from './detectorSpec.ts';
import type { Tf } from './tensorflow.ts';
import type { NamedTensor } from './weights.ts';

/** Probability that every map cell starts with, so that the many empty ones don't swamp the first steps
 *  (Lin et al. 2017, focal loss, arXiv 1708.02002, section 3.3). */
const initialProbability = 0.02;

/** Fresh weights: per convolution its kernel [k, k, in, out] and its bias [out], in the order of the spec. */
export function createDetectorWeights(seed: number): readonly NamedTensor[] {
  const random = createRandomSource(seed);
  return detectorConvolutions.flatMap((layer) => {
    const { kernel, inputChannels, outputChannels } = layer;
    const deviation = layer.initialScale * Math.sqrt(2 / (kernel * kernel * inputChannels));
    const values = Float32Array.from(
      { length: kernel * kernel * inputChannels * outputChannels },
      () => deviation * random.normal(),
    );
    const bias = new Float32Array(outputChannels);
    if (layer.name === 'output') bias.fill(logitOf(initialProbability), 0, 2);
    return [
      { name: `${layer.name}/kernel`, shape: [kernel, kernel, inputChannels, outputChannels], values },
      { name: `${layer.name}/bias`, shape: [outputChannels], values: bias },
    ];
  });
}

/** The detector, input to raw outputs.
 *  @param image float32 [n, height, width, 3], RGB, -1..1, 0 beyond the field; sides multiples of 16
 *  @param weights kernels and biases in the order of `createDetectorWeights`
 *  @returns float32 [n, height / 4, width / 4, 10], channels as domain/cellMaps has them */
export function applyDetector(tf: Tf, image: Tensor4D, weights: readonly Tensor[]): Tensor4D {
  const run = (name: string, input: Tensor4D): Tensor4D => {
    const at = detectorConvolutions.findIndex((layer) => layer.name === name);
    const layer = detectorConvolutions[at] as ConvolutionSpec;
    const kernel = weights[2 * at] as Tensor4D;
    return tf.add(tf.conv2d(input, kernel, layer.stride, 'same'), weights[2 * at + 1] as Tensor);
  };
  const active = (name: string, input: Tensor4D): Tensor4D => tf.relu(run(name, input));
  const residual = (first: string, second: string, input: Tensor4D): Tensor4D =>
    tf.relu(tf.add(input, run(second, active(first, input))));
  const rise = (name: string, coarse: Tensor4D, fine: Tensor4D): Tensor4D =>
    active(name, tf.add(enlarge(tf, run(`${name}-lateral`, coarse)), fine));

  const quarter = residual('quarter-a', 'quarter-b', active('quarter', active('half', image)));
  const eighth = residual('eighth-a', 'eighth-b', active('eighth', quarter));
  const coarsest = residual('sixteenth-a', 'sixteenth-b', active('sixteenth', eighth));
  const sixteenth = residual('sixteenth-c', 'sixteenth-d', coarsest);
  const risen = rise('up-quarter', rise('up-eighth', sixteenth, eighth), quarter);
  return run('output', active('head', risen));
}

/** Twice the height and width, each value repeated. */
function enlarge(tf: Tf, maps: Tensor4D): Tensor4D {
  const [, height, width] = maps.shape;
  return tf.image.resizeNearestNeighbor(maps, [2 * height, 2 * width]);
}
