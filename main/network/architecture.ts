/** One row of the table: a convolution, or the max-pool that closes a block. */
export type NetworkLayer =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      readonly kernelPx: 3;
      readonly inputChannels: number;
      readonly filters: number;
      readonly activation: 'relu';
      readonly batchNormalisation: boolean;
    }
  | { readonly kind: 'max-pool'; readonly name: string; readonly sizePx: 2 };

export interface ClassifierNetworkOptions {
  readonly inputPx: number;
  /** 1 is the published width; every block's filters are multiplied by it */
  readonly widthMultiplier: number;
  readonly batchNormalisation: boolean;
  readonly classCount: number;
  /** fraction of the head's inputs dropped in training */
  readonly dropout: number;
}

export interface ClassifierNetwork extends ClassifierNetworkOptions {
  readonly layers: readonly NetworkLayer[];
  /** global average pool, dropout, dense softmax */
  readonly head: { readonly inputChannels: number; readonly classCount: number; readonly dropout: number };
}

/** Filters and convolutions of the five blocks, at width 1. */
const blocks = [
  { filters: 64, convolutions: 2 },
  { filters: 128, convolutions: 2 },
  { filters: 256, convolutions: 3 },
  { filters: 512, convolutions: 3 },
  { filters: 512, convolutions: 3 },
] as const;

/** The network of Sci Rep 2025, s41598-025-13080-6: thirteen 3x3 convolutions in five blocks, a 2x2
 *  max-pool after each. Shapes at inputPx 224 and width 1, per image:
 *
 *  | block | convolutions | output of each | after the pool |
 *  |---|---|---|---|
 *  | 1 | block1/conv1, conv2 | [224, 224, 64] | [112, 112, 64] |
 *  | 2 | block2/conv1, conv2 | [112, 112, 128] | [56, 56, 128] |
 *  | 3 | block3/conv1, conv2, conv3 | [56, 56, 256] | [28, 28, 256] |
 *  | 4 | block4/conv1, conv2, conv3 | [28, 28, 512] | [14, 14, 512] |
 *  | 5 | block5/conv1, conv2, conv3 | [14, 14, 512] | [7, 7, 512] |
 *  | head | global average | [512] | dropout, dense, softmax: [classCount] |
 *
 *  Odd sizes are rounded down by a pool. 14,714,688 parameters in the convolutions at width 1. */
export function describeClassifierNetwork(options: ClassifierNetworkOptions): ClassifierNetwork {
  if (options.inputPx < 32) throw new RangeError('Five max-pools need an input of at least 32 px');
  const layers: NetworkLayer[] = [];
  let inputChannels = 3;
  for (const [index, block] of blocks.entries()) {
    const filters = Math.max(4, Math.round(block.filters * options.widthMultiplier));
    for (let number = 1; number <= block.convolutions; number += 1) {
      layers.push({
        kind: 'convolution',
        name: `block${index + 1}/conv${number}`,
        kernelPx: 3,
        inputChannels,
        filters,
        activation: 'relu',
        batchNormalisation: options.batchNormalisation,
      });
      inputChannels = filters;
    }
    layers.push({ kind: 'max-pool', name: `block${index + 1}/pool`, sizePx: 2 });
  }
  return {
    ...options,
    layers,
    head: { inputChannels, classCount: options.classCount, dropout: options.dropout },
  };
}

/** Shape of one image after each layer: [height, width, channels], in the order of the table. */
export function computeLayerShapes(
  network: ClassifierNetwork,
): readonly { readonly name: string; readonly shape: readonly [number, number, number] }[] {
  let sizePx = network.inputPx;
  let channels = 3;
  return network.layers.map((layer) => {
    if (layer.kind === 'max-pool') sizePx = Math.floor(sizePx / layer.sizePx);
    else channels = layer.filters;
    return { name: layer.name, shape: [sizePx, sizePx, channels] };
  });
}

/** Trainable parameters. A convolution has kernel and bias; batch normalisation's shift takes the place of
 *  the bias and its scale is added. */
export function countParameters(network: ClassifierNetwork): {
  readonly convolutions: number;
  readonly head: number;
  readonly total: number;
} {
  const convolutions = network.layers.reduce((sum, layer) => {
    if (layer.kind === 'max-pool') return sum;
    const kernel = layer.kernelPx ** 2 * layer.inputChannels * layer.filters;
    return sum + kernel + layer.filters * (layer.batchNormalisation ? 2 : 1);
  }, 0);
  const head = (network.head.inputChannels + 1) * network.head.classCount;
  return { convolutions, head, total: convolutions + head };
}
