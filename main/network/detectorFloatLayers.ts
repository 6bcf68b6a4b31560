import { type DetectorLayers, paddedAsTrained, weightsByLayer, writeRows } from './detectorLayers.ts';
import { detectorPorts, watchedOutput } from './detectorPorts.ts';
import { onnxTypes } from './onnxFormat.ts';
import type { OnnxGraphWriter } from './onnxGraphWriter.ts';
import { turnKernel } from './quantizeTensor.ts';
import type { NamedTensor } from './weights.ts';

/** The detector's layers in float32.
 *  @param onWatched called with the name of each end of each activation, to be outputs besides */
export function createFloatLayers(
  write: OnnxGraphWriter,
  weights: readonly NamedTensor[],
  onWatched?: (output: string) => void,
): DetectorLayers {
  const layer = weightsByLayer(weights);
  const twice = write.constant('twice', [4], Float32Array.of(1, 1, 2, 2));
  const activation: DetectorLayers['activation'] = (name, values) => {
    if (onWatched === undefined) return values;
    onWatched(write.node('ReduceMin', watchedOutput(name, 'least'), [values]));
    onWatched(write.node('ReduceMax', watchedOutput(name, 'most'), [values]));
    return write.node('Identity', name, [values]);
  };
  const convolution: DetectorLayers['convolution'] = (name, input) => {
    const { spec, kernel, bias } = layer(name);
    const { kernel: side, inputChannels, outputChannels } = spec;
    const stored = [
      write.constant(
        `${name}/kernel`,
        [outputChannels, inputChannels, side, side],
        turnKernel(kernel, [side, side, inputChannels, outputChannels]),
      ),
      write.constant(`${name}/bias`, [outputChannels], bias),
    ];
    return write.node('Conv', name, [input, ...stored], paddedAsTrained(spec));
  };
  return {
    first: (name) => {
      const convolved = convolution(name, showFloats(write));
      return activation(`${name}/active`, write.node('Relu', `${name}/relu`, [convolved]));
    },
    convolution,
    activation,
    enlarged: (name, lateral, input) => {
      const values = activation(`${lateral}/out`, convolution(lateral, input));
      return write.node('Resize', `${name}/enlarged`, [values, '', twice]);
    },
    output: (name, input, as) => writeRows(write, layer(name), input, as),
  };
}

/** Bytes to -1..1, channels first, 0 beyond the image, as in training. */
function showFloats(write: OnnxGraphWriter): string {
  const { image, padding } = detectorPorts;
  const number = (name: string, value: number) => write.constant(name, [], Float32Array.of(value));
  const channelsFirst = write.node('Transpose', 'channels-first', [image], { perm: [0, 3, 1, 2] });
  const levels = write.node('Cast', 'levels', [channelsFirst], { to: onnxTypes.float });
  const scaled = write.node('Mul', 'scaled', [levels, number('level', 1 / 127.5)]);
  return write.node('Pad', 'padded', [write.node('Add', 'centred', [scaled, number('middle', -1)]), padding]);
}
