import { cellMapChannels } from '../domain/cellMaps.ts';

/** Red-cell width in network pixels at the scale the detector works at. 20 px lets the fields of
 *  kaggle-all (14 to 20 px) in nearly as they are and makes a 5-megapixel field about 0.6 megapixel. */
export const detectorRedCellPx = 20;

/** One map cell covers 4 by 4 network pixels: touching blasts, 25 px apart, stay 6 map cells apart. */
export const detectorStridePx = 4;

/** Input sides are padded to a multiple of this: the deepest level of the network. */
const paddingPx = 16;

/** The least side that the network can be given for an image's side. */
export function paddedPx(lengthPx: number): number {
  return Math.ceil(lengthPx / paddingPx) * paddingPx;
}

/** One convolution: square kernel, zero padding, He initialisation, ReLU unless it is the last of a block. */
export interface ConvolutionSpec {
  readonly name: string;
  readonly kernel: 1 | 3;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly stride: 1 | 2;
  /** scale of the initial weights relative to He's */
  readonly initialScale: number;
}

function convolution(
  name: string,
  shape: readonly [kernel: 1 | 3, inputChannels: number, outputChannels: number],
  options: { readonly stride?: 2; readonly initialScale?: number } = {},
): ConvolutionSpec {
  const [kernel, inputChannels, outputChannels] = shape;
  const { stride = 1, initialScale = 1 } = options;
  return { name, kernel, inputChannels, outputChannels, stride, initialScale };
}

/** Second convolutions of residual blocks start small, so that a block starts near the identity and the
 *  network trains without batch normalisation (Zhang et al. 2019, Fixup, arXiv 1901.09321). */
const residual = { initialScale: 0.2 } as const;

/** The layers in the order of their weights. A U-shape: halved four times, brought back twice, the two finer
 *  levels added on the way up. */
export const detectorConvolutions: readonly ConvolutionSpec[] = [
  convolution('half', [3, 3, 16], { stride: 2 }),
  convolution('quarter', [3, 16, 32], { stride: 2 }),
  convolution('quarter-a', [3, 32, 32]),
  convolution('quarter-b', [3, 32, 32], residual),
  convolution('eighth', [3, 32, 64], { stride: 2 }),
  convolution('eighth-a', [3, 64, 64]),
  convolution('eighth-b', [3, 64, 64], residual),
  convolution('sixteenth', [3, 64, 96], { stride: 2 }),
  convolution('sixteenth-a', [3, 96, 96]),
  convolution('sixteenth-b', [3, 96, 96], residual),
  convolution('sixteenth-c', [3, 96, 96]),
  convolution('sixteenth-d', [3, 96, 96], residual),
  convolution('up-eighth-lateral', [1, 96, 64]),
  convolution('up-eighth', [3, 64, 64]),
  convolution('up-quarter-lateral', [1, 64, 32]),
  convolution('up-quarter', [3, 32, 48]),
  convolution('head', [3, 48, 48]),
  convolution('output', [1, 48, cellMapChannels], { initialScale: 0.1 }),
];
