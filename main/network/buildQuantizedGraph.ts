import type { Preprocessing } from '../domain/modelCard.ts';
import type { ClassifierNetwork, NetworkLayer } from './architecture.ts';
import { type Parameters, parameter } from './classifierParameters.ts';
import { chooseGroupSize, groupBias, groupKernel } from './groupPixels.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter, type OnnxGraphWriter } from './onnxGraphWriter.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel } from './quantizeTensor.ts';

/** Largest value after the rectifier of each convolution, by layer name: its bytes stand for 0 to this. */
export type ActivationLimits = ReadonlyMap<string, number>;

export const onnxInputName = 'input';
export const onnxOutputName = 'logits';

type Convolution = Extract<NetworkLayer, { kind: 'convolution' }>;

/** The classifier in ONNX's QDQ form: a runtime that has eight-bit kernels joins each convolution with the rounding
 *  around it, any other gives the same numbers more slowly. The average over the image and the dense layer after it
 *  stay float32: they are a thousandth of the work, and the classes are decided there.
 *  Input: preprocessed images, float32, of the shape that inputShape gives. Output: float32 [n, classCount], logits.
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
  const { inputPx } = network;
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
    const groupSize = at === 0 ? chooseGroupSize(inputPx) : 1;
    const work = { layer, parameters, groupSize, inputScale: range.scale };
    const rectified = write.node('Relu', `${name}/relu`, [writeConvolution(write, activation, work)]);
    range = byteRange(0, limitOf(limits, name));
    activation = write.rounded(`${name}/bytes`, rectified, range, (bytes) =>
      groupSize === 1 ? bytes : separatePixels(write, bytes, { inputPx, filters: layer.filters }),
    );
  }
  const average = write.node('GlobalAveragePool', 'average', [activation]);
  const { inputChannels, classCount } = network.head;
  write.node('Gemm', onnxOutputName, [
    write.node('Flatten', 'features', [average]),
    write.constant('head/kernel', [inputChannels, classCount], parameter(parameters, 'head/kernel').values),
    write.constant('head/bias', [classCount], parameter(parameters, 'head/bias').values),
  ]);
  const { float } = onnxTypes;
  return {
    name: 'classifier',
    ...write.written(),
    inputs: [{ name: onnxInputName, dataType: float, dims: ['n', ...inputShape(inputPx)] }],
    outputs: [{ name: onnxOutputName, dataType: float, dims: ['n', classCount] }],
  };
}

/** Shape of one image as the graph takes it: [inputPx, inputPx, 3] or the same numbers in groups of pixels. */
export function inputShape(inputPx: number): readonly [number, number, number] {
  const groupSize = chooseGroupSize(inputPx);
  return [inputPx, inputPx / groupSize, 3 * groupSize];
}

function writeConvolution(
  write: OnnxGraphWriter,
  activation: string,
  work: {
    readonly layer: Convolution;
    readonly parameters: Parameters;
    readonly groupSize: number;
    readonly inputScale: number;
  },
): string {
  const { layer, parameters, groupSize, inputScale } = work;
  const { name, kernelPx } = layer;
  const inputChannels = layer.inputChannels * groupSize;
  const filters = layer.filters * groupSize;
  const ownKernel = parameter(parameters, `${name}/kernel`).values;
  const ownBias = parameter(parameters, `${name}/bias`).values;
  const kernel = quantizeKernel(groupSize === 1 ? ownKernel : groupKernel(ownKernel, layer, groupSize), [
    kernelPx,
    kernelPx,
    inputChannels,
    filters,
  ]);
  const bias = quantizeBias(groupBias(ownBias, groupSize), inputScale, kernel.scales);
  const inputs = [
    activation,
    write.stored(`${name}/kernel`, [filters, inputChannels, kernelPx, kernelPx], kernel),
    write.stored(`${name}/bias`, [filters], bias),
  ];
  return write.node('Conv', name, inputs, { pads: [1, 1, 1, 1] });
}

/** Groups of pixels as pixels again. With channels last, as eight-bit kernels work, the two turns cancel those around
 *  them and nothing is moved.
 *  @param bytes [n, groupSize * filters, inputPx, inputPx / groupSize] */
function separatePixels(
  write: OnnxGraphWriter,
  bytes: string,
  { inputPx, filters }: { readonly inputPx: number; readonly filters: number },
): string {
  const last = write.node('Transpose', 'groups/channels-last', [bytes], { perm: [0, 2, 3, 1] });
  // 0: as many images as there are
  const shape = BigInt64Array.of(0n, BigInt(inputPx), BigInt(inputPx), BigInt(filters));
  const pixels = write.node('Reshape', 'pixels', [last, write.constant('pixels/shape', [4], shape)]);
  return write.node('Transpose', 'pixels/channels-first', [pixels], { perm: [0, 3, 1, 2] });
}

/** All that a preprocessed pixel can be: whatever is classified, nothing is cut off. */
function inputRange({ mean, standardDeviation }: Preprocessing): ByteRange {
  const ends = (colour: number) =>
    mean.map((value, channel) => (colour - value) / (standardDeviation[channel] ?? 1));
  return byteRange(Math.min(...ends(0)), Math.max(...ends(1)));
}

function limitOf(limits: ActivationLimits, name: string): number {
  const limit = limits.get(name);
  if (limit === undefined) throw new Error(`The activations of layer ${name} were not measured`);
  return limit;
}
