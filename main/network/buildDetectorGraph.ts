import { boxLogLimit, boxUnitPx, type ConvolutionSpec, detectorConvolutions } from './detectorSpec.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter, type OnnxGraphWriter } from './onnxGraphWriter.ts';
import { type ByteRange, byteRange, quantizeBias, quantizeKernel, turnKernel } from './quantizeTensor.ts';
import type { NamedTensor } from './weights.ts';

/** What goes into the graph and comes out of it. */
export const detectorPorts = {
  /** uint8 [1, height, width, 3], RGB, any size */
  image: 'image',
  /** int64 [8]: zeros but for the rows and columns that bring height and width to multiples of 16 */
  padding: 'padding',
  /** int64 [2]: rows and columns of the maps, those of the image alone */
  mapSize: 'map-size',
  /** float32 [1, 2, rows, columns]: probability of a white cell, of a red cell */
  heats: 'heats',
  /** float32 [1, rows, columns, 4]: left, top, right, bottom in network pixels */
  whiteCellBox: 'white-cell-box',
  redCellBox: 'red-cell-box',
} as const;

/** Least and largest value of each activation that is rounded to bytes, by its name. */
export type DetectorRanges = ReadonlyMap<string, { readonly least: number; readonly most: number }>;

/** The names in a DetectorRanges, and of the outputs of a watched graph: [least, most] of each activation. */
export function watchedOutput(name: string, end: 'least' | 'most'): string {
  return `${name}/${end}-seen`;
}

/** How the graph is written: float32; the same with the ends of each activation as further outputs; or in ONNX's QDQ form,
 *  rounded to bytes within ranges that were seen. */
export type DetectorForm =
  | { readonly kind: 'float' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'bytes'; readonly ranges: DetectorRanges };

/** The detector in ONNX, bytes of an image to maps: what `applyDetector` and the code around it do in TensorFlow. In bytes all
 *  convolutions but the last are whole numbers: its outputs are logits and logarithms.
 *  @param weights in the order of `createDetectorWeights` */
export function buildDetectorGraph(
  weights: readonly NamedTensor[],
  form: DetectorForm = { kind: 'float' },
): OnnxGraph {
  const write = createOnnxGraphWriter();
  const { activation, enlarged, convolution, watched } = createLayers(write, weights, form);
  const sum = (name: string, one: string, other: string) => write.node('Add', `${name}/sum`, [one, other]);
  const rectified = (name: string, input: string) => write.node('Relu', `${name}/relu`, [input]);
  const active = (name: string, input: string) =>
    activation(`${name}/active`, rectified(name, convolution(name, input)));
  const residual = (first: string, second: string, input: string) => {
    const change = activation(`${second}/change`, convolution(second, active(first, input)));
    return activation(`${second}/active`, rectified(second, sum(second, input, change)));
  };
  const rise = (name: string, coarse: string, fine: string) => {
    const lateral = activation(`${name}-lateral/out`, convolution(`${name}-lateral`, coarse));
    return active(name, activation(`${name}/in`, sum(name, enlarged(name, lateral), fine)));
  };

  const shown = form.kind === 'bytes' ? showBytes(write) : showFloats(write);
  const quarter = residual('quarter-a', 'quarter-b', active('quarter', active('half', shown)));
  const eighth = residual('eighth-a', 'eighth-b', active('eighth', quarter));
  const coarsest = residual('sixteenth-a', 'sixteenth-b', active('sixteenth', eighth));
  const sixteenth = residual('sixteenth-c', 'sixteenth-d', coarsest);
  const risen = rise('up-quarter', rise('up-eighth', sixteenth, eighth), quarter);
  writeMaps(write, convolution('output', active('head', risen)));

  const { float, uint8, int64 } = onnxTypes;
  const { image, padding, mapSize, heats, whiteCellBox, redCellBox } = detectorPorts;
  return {
    name: 'cell finder',
    ...write.written(),
    inputs: [
      { name: image, dataType: uint8, dims: [1, 'height', 'width', 3] },
      { name: padding, dataType: int64, dims: [8] },
      { name: mapSize, dataType: int64, dims: [2] },
    ],
    outputs: [
      { name: heats, dataType: float, dims: [1, 2, 'rows', 'columns'] },
      { name: whiteCellBox, dataType: float, dims: [1, 'rows', 'columns', 4] },
      { name: redCellBox, dataType: float, dims: [1, 'rows', 'columns', 4] },
      ...watched().map((name) => ({ name, dataType: float, dims: [1, 1, 1, 1] })),
    ],
  };
}

/** A byte of the image stands for byte / 127.5 - 1. */
const levelScale = 1 / 127.5;
/** The byte nearest to 0; it is `middleExcess` too much. */
const middleByte = 128;
const middleExcess = (middleByte - 127.5) * levelScale;

/** Bytes to -1..1, channels first, 0 beyond the image, as in training. */
function showFloats(write: OnnxGraphWriter): string {
  const channelsFirst = write.node('Transpose', 'channels-first', [detectorPorts.image], {
    perm: [0, 3, 1, 2],
  });
  const levels = write.node('Cast', 'levels', [channelsFirst], { to: onnxTypes.float });
  const scaled = write.node('Mul', 'scaled', [
    levels,
    write.constant('level', [], Float32Array.of(levelScale)),
  ]);
  const centred = write.node('Add', 'centred', [scaled, write.constant('middle', [], Float32Array.of(-1))]);
  return write.node('Pad', 'padded', [centred, detectorPorts.padding]);
}

/** The same without a rounding, less `middleExcess`, which the first bias makes up for. */
function showBytes(write: OnnxGraphWriter): string {
  const middle = write.constant('middle', [], Uint8Array.of(middleByte));
  const channelsFirst = write.node('Transpose', 'channels-first', [detectorPorts.image], {
    perm: [0, 3, 1, 2],
  });
  const padded = write.node('Pad', 'padded', [channelsFirst, detectorPorts.padding, middle]);
  return write.node('DequantizeLinear', 'shown', [
    padded,
    write.constant('level', [], Float32Array.of(levelScale)),
    middle,
  ]);
}

/** The layers in one of the forms. */
interface DetectorLayers {
  /** an activation, rounded where the form wants it; `name` is its in a DetectorRanges */
  readonly activation: (name: string, values: string) => string;
  /** an activation with each value repeated, twice the height and width */
  readonly enlarged: (name: string, values: string) => string;
  readonly convolution: (name: string, input: string) => string;
  /** outputs besides the maps */
  readonly watched: () => readonly string[];
}

function createLayers(
  write: OnnxGraphWriter,
  weights: readonly NamedTensor[],
  form: DetectorForm,
): DetectorLayers {
  const values = new Map(weights.map((one) => [one.name, Float32Array.from(one.values)]));
  const twice = write.constant('twice', [4], Float32Array.of(1, 1, 2, 2));
  const ranges = new Map([['shown', { scale: levelScale, zeroPoint: middleByte }]]);
  const outputs: string[] = [];
  const rounded = (name: string, input: string, range: ByteRange) => {
    ranges.set(name, range);
    return write.rounded(name, input, range);
  };
  return {
    watched: () => outputs,
    activation: (name, input) => {
      if (form.kind === 'float') return input;
      if (form.kind === 'watched') {
        outputs.push(write.node('ReduceMin', watchedOutput(name, 'least'), [input]));
        outputs.push(write.node('ReduceMax', watchedOutput(name, 'most'), [input]));
        return write.node('Identity', name, [input]);
      }
      const seen = form.ranges.get(name);
      if (seen === undefined) throw new Error(`The activation ${name} was not measured`);
      return rounded(name, input, byteRange(seen.least, seen.most));
    },
    enlarged: (name, input) => {
      const larger = write.node('Resize', `${name}/enlarged`, [input, '', twice]);
      const range = ranges.get(input);
      return range === undefined ? larger : rounded(`${name}/enlarged/bytes`, larger, range);
    },
    convolution: (name, input) => {
      const spec = specOf(name);
      const [kernel, bias] = [values.get(`${name}/kernel`), values.get(`${name}/bias`)];
      if (kernel === undefined || bias === undefined) throw new Error(`The layer ${name} has no weights`);
      const inBytes = form.kind === 'bytes' && name !== 'output' ? ranges.get(input) : undefined;
      // as TensorFlow pads: of sides that are even, a stride of two needs nothing before the first pixel
      const before = spec.kernel === 3 && spec.stride === 1 ? 1 : 0;
      const after = spec.kernel === 3 ? 1 : 0;
      return write.node('Conv', name, [input, ...storeWeights(write, spec, { kernel, bias, inBytes })], {
        pads: [before, before, after, after],
        strides: [spec.stride, spec.stride],
      });
    },
  };
}

/** @param given.inBytes range of the input where it is bytes, and the weights are to be
 *  @returns names of kernel and bias */
function storeWeights(
  write: OnnxGraphWriter,
  { name, kernel: side, inputChannels, outputChannels }: ConvolutionSpec,
  given: {
    readonly kernel: Float32Array;
    readonly bias: Float32Array;
    readonly inBytes: ByteRange | undefined;
  },
): readonly string[] {
  const { kernel, inBytes } = given;
  const shape = [side, side, inputChannels, outputChannels] as const;
  const turned = [outputChannels, inputChannels, side, side];
  if (inBytes === undefined)
    return [
      write.constant(`${name}/kernel`, turned, turnKernel(kernel, shape)),
      write.constant(`${name}/bias`, [outputChannels], given.bias),
    ];
  const bias = inputChannels === 3 ? withMiddleExcess(kernel, given.bias) : given.bias;
  const rounded = quantizeKernel(kernel, shape);
  return [
    write.stored(`${name}/kernel`, turned, rounded),
    write.stored(`${name}/bias`, [outputChannels], quantizeBias(bias, inBytes.scale, rounded.scales)),
  ];
}

function withMiddleExcess(kernel: Float32Array, bias: Float32Array): Float32Array {
  const changed = bias.slice();
  for (const [at, weight] of kernel.entries()) {
    const filter = at % bias.length;
    changed[filter] = (changed[filter] ?? 0) + weight * middleExcess;
  }
  return changed;
}

/** Raw outputs to probabilities and distances; the padding is cut off. */
function writeMaps(write: OnnxGraphWriter, output: string): void {
  const numbers = (name: string, ...of: readonly number[]) =>
    write.constant(name, [of.length], BigInt64Array.from(of, BigInt));
  const number = (name: string, of: number) => write.constant(name, [], Float32Array.of(of));
  const raw = write.node('Slice', 'of-the-image', [
    output,
    numbers('first-cell', 0, 0),
    detectorPorts.mapSize,
    numbers('rows-and-columns', 2, 3),
  ]);
  const channels = (name: string, from: number, to: number) =>
    write.node('Slice', name, [
      raw,
      numbers(`${name}/from`, from),
      numbers(`${name}/to`, to),
      numbers(`${name}/axis`, 1),
    ]);
  const boxes = (name: string, from: number, unitPx: number) => {
    const logs = channels(`${name}/logs`, from, from + 4);
    const limits = [number(`${name}/least`, -boxLogLimit), number(`${name}/most`, boxLogLimit)];
    const clipped = write.node('Clip', `${name}/clipped`, [logs, ...limits]);
    const inUnits = write.node('Exp', `${name}/units`, [clipped]);
    const inPixels = write.node('Mul', `${name}/pixels`, [inUnits, number(`${name}/unit`, unitPx)]);
    write.node('Transpose', name, [inPixels], { perm: [0, 2, 3, 1] });
  };
  write.node('Sigmoid', detectorPorts.heats, [channels('heats/logits', 0, 2)]);
  boxes(detectorPorts.whiteCellBox, 2, boxUnitPx.whiteCell);
  boxes(detectorPorts.redCellBox, 6, boxUnitPx.redCell);
}

function specOf(name: string): ConvolutionSpec {
  const spec = detectorConvolutions.find((layer) => layer.name === name);
  if (spec === undefined) throw new Error(`The detector has no layer ${name}`);
  return spec;
}
