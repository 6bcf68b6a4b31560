import { boxLogLimit, boxUnitPx, type ConvolutionSpec, detectorConvolutions } from './detectorSpec.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter } from './onnxGraphWriter.ts';
import { turnKernel } from './quantizeTensor.ts';
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

/** The detector in ONNX, bytes of an image to maps: what `applyDetector` and the code around it do in TensorFlow.
 *  @param weights in the order of `createDetectorWeights` */
export function buildDetectorGraph(weights: readonly NamedTensor[]): OnnxGraph {
  const write = createOnnxGraphWriter();
  const values = new Map(weights.map(({ name, values }) => [name, Float32Array.from(values)]));
  const numbers = (name: string, ...of: readonly number[]) =>
    write.constant(name, [of.length], BigInt64Array.from(of, BigInt));
  const number = (name: string, of: number) => write.constant(name, [], Float32Array.of(of));

  const run = (name: string, input: string): string => {
    const { kernel, inputChannels, outputChannels, stride } = specOf(name);
    const shape = [kernel, kernel, inputChannels, outputChannels] as const;
    const [kernelValues, bias] = [values.get(`${name}/kernel`), values.get(`${name}/bias`)];
    if (kernelValues === undefined || bias === undefined) throw new Error(`The layer ${name} has no weights`);
    const stored = [
      write.constant(
        `${name}/kernel`,
        [outputChannels, inputChannels, kernel, kernel],
        turnKernel(kernelValues, shape),
      ),
      write.constant(`${name}/bias`, [outputChannels], bias),
    ];
    // as TensorFlow pads: of sides that are even, a stride of two needs nothing before the first pixel
    const before = kernel === 3 && stride === 1 ? 1 : 0;
    const after = kernel === 3 ? 1 : 0;
    return write.node('Conv', name, [input, ...stored], {
      pads: [before, before, after, after],
      strides: [stride, stride],
    });
  };
  const rectified = (name: string, input: string) => write.node('Relu', `${name}/relu`, [input]);
  const sum = (name: string, one: string, other: string) => write.node('Add', `${name}/sum`, [one, other]);
  const active = (name: string, input: string) => rectified(name, run(name, input));
  const residual = (first: string, second: string, input: string) =>
    rectified(second, sum(second, input, run(second, active(first, input))));
  const twice = write.constant('twice', [4], Float32Array.of(1, 1, 2, 2));
  /** each value repeated, twice the height and width */
  const enlarge = (name: string, input: string) =>
    write.node('Resize', `${name}/enlarged`, [input, '', twice]);
  const rise = (name: string, coarse: string, fine: string) =>
    active(name, sum(name, enlarge(name, run(`${name}-lateral`, coarse)), fine));

  const quarter = residual('quarter-a', 'quarter-b', active('quarter', active('half', shown(detectorPorts))));
  const eighth = residual('eighth-a', 'eighth-b', active('eighth', quarter));
  const coarsest = residual('sixteenth-a', 'sixteenth-b', active('sixteenth', eighth));
  const sixteenth = residual('sixteenth-c', 'sixteenth-d', coarsest);
  const risen = rise('up-quarter', rise('up-eighth', sixteenth, eighth), quarter);
  const raw = write.node('Slice', 'of-the-image', [
    run('output', active('head', risen)),
    numbers('first-cell', 0, 0),
    detectorPorts.mapSize,
    numbers('rows-and-columns', 2, 3),
  ]);
  write.node('Sigmoid', detectorPorts.heats, [channels('heats/logits', 0, 2)]);
  boxes(detectorPorts.whiteCellBox, 2, boxUnitPx.whiteCell);
  boxes(detectorPorts.redCellBox, 6, boxUnitPx.redCell);

  /** Bytes to -1..1, channels first, 0 beyond the image, as in training. */
  function shown({ image, padding }: typeof detectorPorts): string {
    const channelsFirst = write.node('Transpose', 'channels-first', [image], { perm: [0, 3, 1, 2] });
    const levels = write.node('Cast', 'levels', [channelsFirst], { to: onnxTypes.float });
    const scaled = write.node('Mul', 'scaled', [levels, number('level', 1 / 127.5)]);
    const centred = write.node('Add', 'centred', [scaled, number('middle', -1)]);
    return write.node('Pad', 'padded', [centred, padding]);
  }

  function channels(name: string, from: number, to: number): string {
    return write.node('Slice', name, [
      raw,
      numbers(`${name}/from`, from),
      numbers(`${name}/to`, to),
      numbers(`${name}/axis`, 1),
    ]);
  }

  function boxes(name: string, from: number, unitPx: number): void {
    const logs = channels(`${name}/logs`, from, from + 4);
    const limits = [number(`${name}/least`, -boxLogLimit), number(`${name}/most`, boxLogLimit)];
    const inUnits = write.node('Exp', `${name}/units`, [
      write.node('Clip', `${name}/clipped`, [logs, ...limits]),
    ]);
    const inPixels = write.node('Mul', `${name}/pixels`, [inUnits, number(`${name}/unit`, unitPx)]);
    write.node('Transpose', name, [inPixels], { perm: [0, 2, 3, 1] });
  }

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
    ],
  };
}

function specOf(name: string): ConvolutionSpec {
  const spec = detectorConvolutions.find((layer) => layer.name === name);
  if (spec === undefined) throw new Error(`The detector has no layer ${name}`);
  return spec;
}
