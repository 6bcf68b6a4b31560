import type { Preprocessing } from '../domain/modelCard.ts';
import type { ClassifierNetwork, NetworkLayer } from './architecture.ts';
import { type Parameters, parameter } from './classifierParameters.ts';
import { pixelsOfGroup, separatePixels, storeGroups } from './groupPixels.ts';
import { type OnnxGraph, type OnnxPort, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter, type OnnxGraphWriter } from './onnxGraphWriter.ts';
import type { PatchStatistics } from './patchStatistics.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel, turnKernel } from './quantizeTensor.ts';
import { roundToImages } from './roundToImages.ts';

/** Largest value after the rectifier of each convolution, by layer name: its bytes stand for 0 to this. */
export type ActivationLimits = ReadonlyMap<string, number>;

export const onnxInputName = 'input';
export const onnxOutputName = 'logits';
export const onnxFeaturesName = 'features';

type Convolution = Extract<NetworkLayer, { kind: 'convolution' }>;

/** How the first convolution is written: in float32, or on the image's own bytes with its weights rounded to what images are
 *  like, a tenth of the network's time less. */
export type FirstConvolution =
  | { readonly kind: 'float32' }
  | {
      readonly kind: 'bytes';
      readonly preprocessing: Preprocessing;
      readonly patches: PatchStatistics;
    };

/** Whether rows of an image can be taken as groups of pixels, which the first convolution on bytes needs. */
export function hasWholeGroups(inputPx: number): boolean {
  return inputPx % pixelsOfGroup === 0;
}

/** The classifier in ONNX's QDQ form: a runtime that has eight-bit kernels joins each convolution with the rounding
 *  around it, any other gives the same numbers more slowly. The average over the image and the dense layer after it stay
 *  float32: they are a thousandth of the work. Input: normalised images, float32 [n, inputPx, inputPx, 3], or where the first
 *  convolution takes bytes, uint8 as frameImages gives them. Outputs: logits, float32 [n, classCount]; features,
 *  [n, channels], what the dense layer sees.
 *  @param parameters folded, as foldBatchNormalisation gives them
 *  @param featureShift added to the features: what rounding takes from them on average; [channels] */
export function buildQuantizedGraph(
  network: ClassifierNetwork,
  given: {
    readonly parameters: Parameters;
    readonly limits: ActivationLimits;
    readonly featureShift?: Float32Array | undefined;
    /** float32 unless told */
    readonly first?: FirstConvolution;
  },
): OnnxGraph {
  const { parameters, limits, first = { kind: 'float32' } } = given;
  const { inputPx } = network;
  const write = createOnnxGraphWriter();
  const input = describeInput(inputPx, first);
  let activation = write.node('Transpose', 'channels-first', [onnxInputName], { perm: [0, 3, 1, 2] });
  /** of the activation; undefined: it is float32 */
  let range: ByteRange | undefined;
  for (const layer of network.layers) {
    const { name } = layer;
    if (layer.kind === 'max-pool') {
      const edge = [layer.sizePx, layer.sizePx];
      activation = write.node('MaxPool', name, [activation], { kernel_shape: edge, strides: edge });
      if (range !== undefined) activation = write.rounded(`${name}/bytes`, activation, range);
      continue;
    }
    const output = byteRange(0, limitOf(limits, name));
    if (range === undefined && first.kind === 'bytes') {
      const convolved = writeFirstConvolution(write, layer, { parameters, first, input: activation });
      const rectified = write.node('Relu', `${name}/relu`, [convolved]);
      const turn = (bytes: string) => separatePixels(write, bytes, layer.filters);
      activation = write.rounded(`${name}/bytes`, rectified, output, turn);
      range = output;
      continue;
    }
    const weights =
      range === undefined
        ? writeFloatWeights(write, layer, parameters)
        : writeByteWeights(write, layer, { parameters, inputScale: range.scale });
    const convolved = write.node('Conv', name, [activation, ...weights], { pads: [1, 1, 1, 1] });
    range = output;
    activation = write.rounded(`${name}/bytes`, write.node('Relu', `${name}/relu`, [convolved]), range);
  }
  const { inputChannels, classCount } = network.head;
  const average = write.node('GlobalAveragePool', 'average', [activation]);
  const flat = write.node('Flatten', 'flat', [average]);
  const shift = given.featureShift ?? new Float32Array(inputChannels);
  write.node('Gemm', onnxOutputName, [
    write.node('Add', onnxFeaturesName, [flat, write.constant('shift', [inputChannels], shift)]),
    write.constant('head/kernel', [inputChannels, classCount], parameter(parameters, 'head/kernel').values),
    write.constant('head/bias', [classCount], parameter(parameters, 'head/bias').values),
  ]);
  const { float } = onnxTypes;
  return {
    name: 'classifier',
    ...write.written(),
    inputs: [input],
    outputs: [
      { name: onnxOutputName, dataType: float, dims: ['n', classCount] },
      { name: onnxFeaturesName, dataType: float, dims: ['n', inputChannels] },
    ],
  };
}

function describeInput(inputPx: number, first: FirstConvolution): OnnxPort {
  const { float, uint8 } = onnxTypes;
  return first.kind === 'float32'
    ? { name: onnxInputName, dataType: float, dims: ['n', inputPx, inputPx, 3] }
    : {
        ...{ name: onnxInputName, dataType: uint8 },
        dims: ['n', inputPx + 2, inputPx / pixelsOfGroup + 1, 3 * pixelsOfGroup],
      };
}

/** The first convolution on bytes, with the normalisation in its weights.
 *  @returns its output, of groups of pixels */
function writeFirstConvolution(
  write: OnnxGraphWriter,
  { name, inputChannels, filters }: Convolution,
  given: {
    readonly parameters: Parameters;
    readonly first: Extract<FirstConvolution, { kind: 'bytes' }>;
    readonly input: string;
  },
): string {
  const { parameters, first, input } = given;
  const { mean, standardDeviation } = first.preprocessing;
  const own = parameter(parameters, `${name}/kernel`).values;
  const bias = Float32Array.from(parameter(parameters, `${name}/bias`).values);
  const channelOf = (place: number) => Math.floor(place / filters) % inputChannels;
  for (const [place, weight] of own.entries()) {
    const channel = channelOf(place);
    const filter = place % filters;
    bias[filter] = (bias[filter] ?? 0) - (weight * (mean[channel] ?? 0)) / (standardDeviation[channel] ?? 1);
  }
  const ofLevels = own.map((weight, place) => weight / (255 * (standardDeviation[channelOf(place)] ?? 1)));
  const rounded = roundToImages(ofLevels, first.patches);
  const biases = quantizeBias(
    bias.map((value, filter) => value + (rounded.bias[filter] ?? 0)),
    1,
    rounded.kernel.scales,
  );
  return write.node('Conv', name, [
    write.node('DequantizeLinear', 'levels', [
      input,
      write.constant('level', [], Float32Array.of(1)),
      write.constant('level/zero', [], Uint8Array.of(0)),
    ]),
    ...storeGroups(
      write,
      name,
      { filters, inputChannels, stride: 1 },
      { kernel: rounded.kernel, bias: biases },
    ),
  ]);
}

/** @returns names of kernel and bias */
function writeByteWeights(
  write: OnnxGraphWriter,
  { name, kernelPx, inputChannels, filters }: Convolution,
  { parameters, inputScale }: { readonly parameters: Parameters; readonly inputScale: number },
): readonly string[] {
  const shape = [kernelPx, kernelPx, inputChannels, filters] as const;
  const kernel = quantizeKernel(parameter(parameters, `${name}/kernel`).values, shape);
  const bias = quantizeBias(parameter(parameters, `${name}/bias`).values, inputScale, kernel.scales);
  return [
    write.stored(`${name}/kernel`, [filters, inputChannels, kernelPx, kernelPx], kernel),
    write.stored(`${name}/bias`, [filters], bias),
  ];
}

/** As writeByteWeights, unrounded. */
function writeFloatWeights(
  write: OnnxGraphWriter,
  { name, kernelPx, inputChannels, filters }: Convolution,
  parameters: Parameters,
): readonly string[] {
  const kernel = parameter(parameters, `${name}/kernel`).values;
  const turned = turnKernel(kernel, [kernelPx, kernelPx, inputChannels, filters]);
  return [
    write.constant(`${name}/kernel`, [filters, inputChannels, kernelPx, kernelPx], turned),
    write.constant(
      `${name}/bias`,
      [filters],
      Float32Array.from(parameter(parameters, `${name}/bias`).values),
    ),
  ];
}

function limitOf(limits: ActivationLimits, name: string): number {
  const limit = limits.get(name);
  if (limit === undefined) throw new Error(`The activations of layer ${name} were not measured`);
  return limit;
}
