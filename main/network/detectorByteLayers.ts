import { type DetectorLayers, paddedAsTrained, weightsByLayer, writeRows } from './detectorLayers.ts';
import { type DetectorRanges, detectorPorts } from './detectorPorts.ts';
import { pixelsOfGroup, repeatFilters, separatePixels, storeGroups } from './groupPixels.ts';
import type { OnnxGraphWriter } from './onnxGraphWriter.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel } from './quantizeTensor.ts';
import type { NamedTensor } from './weights.ts';

/** A byte of the image stands for byte / 127.5 - 1. */
const levelScale = 1 / 127.5;
/** The byte nearest to 0; it is `middleExcess` too much. */
const middleByte = 128;
const middleExcess = (middleByte - 127.5) * levelScale;

/** The detector's layers in ONNX's QDQ form: all convolutions but the last are whole numbers, its outputs being logits and
 *  logarithms. The first takes four pixels of a row as one, and a lateral convolution gives each of its results twice, as the
 *  generic ways of ONNX Runtime for few channels and for enlarging bytes take a third of the whole network's time.
 *  @param ranges of the activations, as they were seen */
export function createByteLayers(
  write: OnnxGraphWriter,
  weights: readonly NamedTensor[],
  ranges: DetectorRanges,
): DetectorLayers {
  const layer = weightsByLayer(weights);
  const known = new Map<string, ByteRange>();
  const keep = (name: string, range: ByteRange) => {
    known.set(name, range);
    return name;
  };
  const rangeSeen = (name: string): ByteRange => {
    const seen = ranges.get(name);
    if (seen === undefined) throw new Error(`The activation ${name} was not measured`);
    return byteRange(seen.least, seen.most);
  };
  const rangeOf = (name: string): ByteRange => {
    const range = known.get(name);
    if (range === undefined) throw new Error(`${name} is not in bytes`);
    return range;
  };
  /** @param times how often each filter is to be there */
  const convolve = (name: string, input: string, times = 1) => {
    const { spec, kernel: values, bias } = layer(name);
    const { kernel: side, inputChannels, outputChannels } = spec;
    const kernel = quantizeKernel(values, [side, side, inputChannels, outputChannels]);
    const biases = quantizeBias(bias, rangeOf(input).scale, kernel.scales);
    const filters = times * outputChannels;
    const stored = [
      write.stored(`${name}/kernel`, [filters, inputChannels, side, side], repeatFilters(kernel, times)),
      write.stored(`${name}/bias`, [filters], repeatFilters(biases, times)),
    ];
    return write.node('Conv', name, [input, ...stored], paddedAsTrained(spec));
  };
  const activation: DetectorLayers['activation'] = (name, values) => {
    const range = rangeSeen(name);
    return keep(write.rounded(name, values, range), range);
  };
  return {
    first: (name) => {
      const { spec, kernel: values, bias } = layer(name);
      const { kernel: side, inputChannels, outputChannels: filters } = spec;
      const rounded = quantizeKernel(values, [side, side, inputChannels, filters]);
      const stored = storeGroups(
        write,
        name,
        { ...spec, filters },
        {
          kernel: rounded,
          bias: quantizeBias(withMiddleExcess(values, bias), levelScale, rounded.scales),
        },
      );
      const convolved = write.node('Conv', name, [showBytes(write), ...stored], {
        // to the right of the last group lies one that padding gave
        ...{ pads: [0, 0, 1, 0], strides: [spec.stride, 1] },
      });
      const range = rangeSeen(`${name}/active`);
      const turn = (bytes: string) => separatePixels(write, bytes, filters);
      const rectified = write.node('Relu', `${name}/relu`, [convolved]);
      return keep(write.rounded(`${name}/active`, rectified, range, turn), range);
    },
    convolution: convolve,
    activation,
    enlarged: (name, lateral, input) => {
      const range = rangeSeen(`${lateral}/out`);
      const { outputChannels } = layer(lateral).spec;
      const turn = (bytes: string) =>
        doubleRows(write, separatePixels(write, bytes, outputChannels), outputChannels);
      return keep(write.rounded(`${name}/enlarged`, convolve(lateral, input, 2), range, turn), range);
    },
    output: (name, input, as) => writeRows(write, layer(name), input, as),
  };
}

/** The image's bytes in groups of pixels, without a rounding: real values less `middleExcess`, which the first bias makes up
 *  for. A group of the middle follows each row.
 *  @returns [1, 12, height, width / 4 + 1] */
function showBytes(write: OnnxGraphWriter): string {
  const { image, padding } = detectorPorts;
  const { integers } = write;
  const middle = write.constant('middle', [], Uint8Array.of(middleByte));
  // rows and columns that are missing, for channels last
  const missing = write.node('Gather', 'missing', [padding, integers('order', 0, 2, 3, 1, 4, 6, 7, 5)]);
  const edges = write.node('Add', 'edges', [
    missing,
    integers('one-group', 0, 0, 0, 0, 0, 0, pixelsOfGroup, 0),
  ]);
  const padded = write.node('Pad', 'padded', [image, edges, middle]);
  const groups = write.node('Reshape', 'groups', [
    padded,
    integers('groups/shape', 0, 0, -1, 3 * pixelsOfGroup),
  ]);
  const channelsFirst = write.node('Transpose', 'channels-first', [groups], { perm: [0, 3, 1, 2] });
  const level = write.constant('level', [], Float32Array.of(levelScale));
  return write.node('DequantizeLinear', 'shown', [channelsFirst, level, middle]);
}

/** Bytes with each row twice. With channels last, rows are copied whole.
 *  @param bytes [1, channels, height, width]
 *  @returns [1, channels, 2 * height, width] */
function doubleRows(write: OnnxGraphWriter, bytes: string, channels: number): string {
  const last = write.node('Transpose', `${bytes}/rows`, [bytes], { perm: [0, 2, 3, 1] });
  // 0: as many as before in that place
  const apart = write.node('Reshape', `${bytes}/apart`, [
    last,
    write.integers(`${bytes}/apart/shape`, -1, 1, 0, channels),
  ]);
  const twice = write.node('Concat', `${bytes}/twice`, [apart, apart], { axis: 1 });
  const rows = write.node('Reshape', `${bytes}/together`, [
    twice,
    write.integers(`${bytes}/together/shape`, 1, -1, 0, channels),
  ]);
  return write.node('Transpose', `${bytes}/doubled`, [rows], { perm: [0, 3, 1, 2] });
}

function withMiddleExcess(kernel: Float32Array, bias: Float32Array): Float32Array {
  const changed = bias.slice();
  for (const [at, weight] of kernel.entries()) {
    const filter = at % bias.length;
    changed[filter] = (changed[filter] ?? 0) + weight * middleExcess;
  }
  return changed;
}
