import { type ConvolutionSpec, detectorConvolutions } from './detectorSpec.ts';
import type { OnnxGraphWriter } from './onnxGraphWriter.ts';
import type { NamedTensor } from './weights.ts';

/** The layers of the detector in one of the forms that a graph has. Each returns the name of its output, channels first. */
export interface DetectorLayers {
  /** the activation after the first convolution, of the image padded to multiples of 16 */
  readonly first: (name: string) => string;
  readonly convolution: (name: string, input: string) => string;
  /** an activation, rounded where the form wants it; `name` is its in a DetectorRanges */
  readonly activation: (name: string, values: string) => string;
  /** the activation after a lateral convolution, with each value repeated: twice the height and width */
  readonly enlarged: (name: string, lateral: string, input: string) => string;
  /** the last convolution, of one pixel: [pixels, cellMapChannels], named `as` */
  readonly output: (name: string, input: string, as: string) => string;
}

/** Parameters of a convolution of the detector. */
export interface DetectorWeights {
  readonly spec: ConvolutionSpec;
  /** float32 [height, width, inputChannels, outputChannels] */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** Finds the parameters of a layer by its name.
 *  @param weights in the order of `createDetectorWeights` */
export function weightsByLayer(weights: readonly NamedTensor[]): (name: string) => DetectorWeights {
  const values = new Map(weights.map((one) => [one.name, Float32Array.from(one.values)]));
  return (name) => {
    const spec = detectorConvolutions.find((layer) => layer.name === name);
    const [kernel, bias] = [values.get(`${name}/kernel`), values.get(`${name}/bias`)];
    if (spec === undefined || kernel === undefined || bias === undefined)
      throw new Error(`The layer ${name} has no weights`);
    return { spec, kernel, bias };
  };
}

/** Attributes of a convolution that pads as TensorFlow does: of sides that are even, a stride of two needs nothing before the
 *  first pixel. */
export function paddedAsTrained({ kernel, stride }: ConvolutionSpec) {
  const before = kernel === 3 && stride === 1 ? 1 : 0;
  const after = kernel === 3 ? 1 : 0;
  return { pads: [before, before, after, after], strides: [stride, stride] };
}

/** A convolution of one pixel, in float32, whose results lie as they are read: a row for each pixel.
 *  @param input [n, inputChannels, height, width]
 *  @returns [n * height * width, outputChannels] */
export function writeRows(
  write: OnnxGraphWriter,
  { spec: { name, inputChannels, outputChannels }, kernel, bias }: DetectorWeights,
  input: string,
  as: string,
): string {
  const last = write.node('Transpose', `${name}/channels-last`, [input], { perm: [0, 2, 3, 1] });
  const shape = write.integers(`${name}/shape`, -1, inputChannels);
  return write.node('Gemm', as, [
    write.node('Reshape', `${name}/rows`, [last, shape]),
    write.constant(`${name}/kernel`, [inputChannels, outputChannels], kernel),
    write.constant(`${name}/bias`, [outputChannels], bias),
  ]);
}
