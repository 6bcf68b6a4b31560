import type { ClassifierNetwork, NetworkLayer } from './architecture.ts';
import { type Parameters, parameter } from './classifierParameters.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter, type OnnxGraphWriter } from './onnxGraphWriter.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel, turnKernel } from './quantizeTensor.ts';

/** Largest value after the rectifier of each convolution, by layer name: its bytes stand for 0 to this. */
export type ActivationLimits = ReadonlyMap<string, number>;

export const onnxInputName = 'input';
export const onnxOutputName = 'logits';
export const onnxFeaturesName = 'features';

type Convolution = Extract<NetworkLayer, { kind: 'convolution' }>;

/** The classifier in ONNX's QDQ form: a runtime that has eight-bit kernels joins each convolution with the rounding
 *  around it, any other gives the same numbers more slowly. The first convolution stays float32, because one range for
 *  three colours of unequal spread rounds away what tells some cells apart; so do the average over the image and the
 *  dense layer after it, which are a thousandth of the work. Input: preprocessed images, float32 [n, inputPx, inputPx, 3].
 *  Outputs: logits, float32 [n, classCount]; features, [n, channels], what the dense layer sees.
 *  @param parameters folded, as foldBatchNormalisation gives them
 *  @param featureShift added to the features: what rounding takes from them on average; [channels] */
export function buildQuantizedGraph(
  network: ClassifierNetwork,
  given: {
    readonly parameters: Parameters;
    readonly limits: ActivationLimits;
    readonly featureShift?: Float32Array | undefined;
  },
): OnnxGraph {
  const { parameters, limits } = given;
  const { inputPx } = network;
  const write = createOnnxGraphWriter();
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
    const weights =
      range === undefined
        ? writeFloatWeights(write, layer, parameters)
        : writeByteWeights(write, layer, { parameters, inputScale: range.scale });
    const convolved = write.node('Conv', name, [activation, ...weights], { pads: [1, 1, 1, 1] });
    range = byteRange(0, limitOf(limits, name));
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
    inputs: [{ name: onnxInputName, dataType: float, dims: ['n', inputPx, inputPx, 3] }],
    outputs: [
      { name: onnxOutputName, dataType: float, dims: ['n', classCount] },
      { name: onnxFeaturesName, dataType: float, dims: ['n', inputChannels] },
    ],
  };
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
