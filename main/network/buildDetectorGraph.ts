import { cellMapChannels } from '../domain/cellMaps.ts';
import { createByteLayers } from './detectorByteLayers.ts';
import { createFloatLayers } from './detectorFloatLayers.ts';
import { type DetectorRanges, detectorPorts } from './detectorPorts.ts';
import { type OnnxGraph, onnxTypes } from './onnxFormat.ts';
import { createOnnxGraphWriter } from './onnxGraphWriter.ts';
import type { NamedTensor } from './weights.ts';

/** How the graph is written: float32; the same with the ends of each activation as further outputs; or in ONNX's QDQ form,
 *  rounded to bytes within ranges that were seen. */
export type DetectorForm =
  | { readonly kind: 'float' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'bytes'; readonly ranges: DetectorRanges };

/** The detector in ONNX, bytes of an image to maps: what `applyDetector` and the code around it do in TensorFlow.
 *  @param weights in the order of `createDetectorWeights` */
export function buildDetectorGraph(
  weights: readonly NamedTensor[],
  form: DetectorForm = { kind: 'float' },
): OnnxGraph {
  const write = createOnnxGraphWriter();
  const watched: string[] = [];
  const onWatched = form.kind === 'watched' ? (output: string) => watched.push(output) : undefined;
  const { first, activation, enlarged, convolution, output } =
    form.kind === 'bytes'
      ? createByteLayers(write, weights, form.ranges)
      : createFloatLayers(write, weights, onWatched);
  const sum = (name: string, one: string, other: string) => write.node('Add', `${name}/sum`, [one, other]);
  const rectified = (name: string, input: string) => write.node('Relu', `${name}/relu`, [input]);
  const active = (name: string, input: string) =>
    activation(`${name}/active`, rectified(name, convolution(name, input)));
  const residual = (one: string, other: string, input: string) => {
    const change = activation(`${other}/change`, convolution(other, active(one, input)));
    return activation(`${other}/active`, rectified(other, sum(other, input, change)));
  };
  const rise = (name: string, coarse: string, fine: string) =>
    active(name, activation(`${name}/in`, sum(name, enlarged(name, `${name}-lateral`, coarse), fine)));

  const quarter = residual('quarter-a', 'quarter-b', active('quarter', first('half')));
  const eighth = residual('eighth-a', 'eighth-b', active('eighth', quarter));
  const coarsest = residual('sixteenth-a', 'sixteenth-b', active('sixteenth', eighth));
  const sixteenth = residual('sixteenth-c', 'sixteenth-d', coarsest);
  const risen = rise('up-quarter', rise('up-eighth', sixteenth, eighth), quarter);
  output('output', active('head', risen), detectorPorts.outputs);

  const { float, uint8, int64 } = onnxTypes;
  const { image, padding, outputs } = detectorPorts;
  return {
    name: 'cell finder',
    ...write.written(),
    inputs: [
      { name: image, dataType: uint8, dims: [1, 'height', 'width', 3] },
      { name: padding, dataType: int64, dims: [8] },
    ],
    outputs: [
      { name: outputs, dataType: float, dims: ['map-cells', cellMapChannels] },
      ...watched.map((name) => ({ name, dataType: float, dims: [1, 1, 1, 1] })),
    ],
  };
}
