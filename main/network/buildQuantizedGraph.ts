import type { Preprocessing } from '../domain/modelCard.ts';
import type { ClassifierNetwork } from './architecture.ts';
import { type Parameters, parameter } from './classifierParameters.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter } from './onnxGraphWriter.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel } from './quantizeTensor.ts';

/** Largest value after the rectifier of each convolution, by layer name: its bytes stand for 0 to this. */
export type ActivationLimits = ReadonlyMap<string, number>;

/** Channels of an input pixel: red, green, blue, and one that is 0. Eight-bit kernels take four channels at a time;
 *  with three, the first convolution took nearly twice as long. */
export const onnxInputChannels = 4;

export const onnxInputName = 'input';
export const onnxOutputName = 'logits';

/** The classifier in ONNX's QDQ form: a runtime that has eight-bit kernels joins each convolution with the rounding
 *  around it, any other gives the same numbers more slowly. The average over the image and the dense layer after it
 *  stay float32: they are a thousandth of the work, and the classes are decided there.
 *  Input: float32 [n, inputPx, inputPx, 4], as packInputs gives it. Output: float32 [n, classCount], logits.
 *  @param parameters folded, as foldBatchNormalisation gives them */
export function buildQuantizedGraph(
  network: ClassifierNetwork,
  given: {
    readonly parameters: Parameters;
    readonly preprocessing: Preprocessing;
    readonly limits: ActivationLimits;
  },
): OnnxGraph {
  const { parameters, preprocessing, limits } = given;
  const write = createOnnxGraphWriter();
  const turned = write.node('Transpose', 'channels-first', [onnxInputName], { perm: [0, 3, 1, 2] });
  let range = inputRange(preprocessing);
  let activation = write.rounded('colours', turned, range);
  for (const [at, layer] of network.layers.entries()) {
    const { name } = layer;
    if (layer.kind === 'max-pool') {
      const edge = [layer.sizePx, layer.sizePx];
      const pooled = write.node('MaxPool', name, [activation], { kernel_shape: edge, strides: edge });
      activation = write.rounded(`${name}/bytes`, pooled, range);
      continue;
    }
    const { filters, kernelPx } = layer;
    const own = parameter(parameters, `${name}/kernel`).values;
    const inputChannels = at === 0 ? onnxInputChannels : layer.inputChannels;
    const values = at === 0 ? packKernel(own, filters) : own;
    const kernel = quantizeKernel(values, [kernelPx, kernelPx, inputChannels, filters]);
    const bias = quantizeBias(parameter(parameters, `${name}/bias`).values, range.scale, kernel.scales);
    const sum = write.node(
      'Conv',
      name,
      [
        activation,
        write.stored(`${name}/kernel`, [filters, inputChannels, kernelPx, kernelPx], kernel),
        write.stored(`${name}/bias`, [filters], bias),
      ],
      { pads: [1, 1, 1, 1] },
    );
    range = byteRange(0, limitOf(limits, name));
    activation = write.rounded(`${name}/bytes`, write.node('Relu', `${name}/relu`, [sum]), range);
  }
  const average = write.node('GlobalAveragePool', 'average', [activation]);
  const { inputChannels, classCount } = network.head;
  write.node('Gemm', onnxOutputName, [
    write.node('Flatten', 'features', [average]),
    write.constant('head/kernel', [inputChannels, classCount], parameter(parameters, 'head/kernel').values),
    write.constant('head/bias', [classCount], parameter(parameters, 'head/bias').values),
  ]);
  const inputDims = ['n', network.inputPx, network.inputPx, onnxInputChannels];
  return {
    name: 'classifier',
    ...write.written(),
    inputs: [{ name: onnxInputName, dataType: onnxTypes.float, dims: inputDims }],
    outputs: [{ name: onnxOutputName, dataType: onnxTypes.float, dims: ['n', classCount] }],
  };
}

/** Gives every pixel of preprocessed images its fourth channel.
 *  @param inputs float32 [count, inputPx, inputPx, 3]
 *  @returns float32 [count, inputPx, inputPx, 4] */
export function packInputs(inputs: Float32Array): Float32Array {
  const packed = new Float32Array((inputs.length / 3) * onnxInputChannels);
  for (let from = 0, to = 0; from < inputs.length; from += 3, to += onnxInputChannels) {
    packed[to] = inputs[from] as number;
    packed[to + 1] = inputs[from + 1] as number;
    packed[to + 2] = inputs[from + 2] as number;
  }
  return packed;
}

/** All that a preprocessed pixel can be: whatever is classified, nothing is cut off. */
function inputRange({ mean, standardDeviation }: Preprocessing): ByteRange {
  const ends = (colour: number) =>
    mean.map((value, channel) => (colour - value) / (standardDeviation[channel] ?? 1));
  return byteRange(Math.min(...ends(0)), Math.max(...ends(1)));
}

/** The first kernel with weights of 0 for the fourth channel.
 *  @param kernel float32 [height, width, 3, filters]
 *  @returns float32 [height, width, 4, filters] */
function packKernel(kernel: Float32Array, filters: number): Float32Array {
  const packed = new Float32Array((kernel.length / 3) * onnxInputChannels);
  for (let from = 0, to = 0; from < kernel.length; from += 3 * filters, to += onnxInputChannels * filters)
    packed.set(kernel.subarray(from, from + 3 * filters), to);
  return packed;
}

function limitOf(limits: ActivationLimits, name: string): number {
  const limit = limits.get(name);
  if (limit === undefined) throw new Error(`The activations of layer ${name} were not measured`);
  return limit;
}
