import type { ClassifierNetwork, NetworkLayer } from './architecture.ts';
import { type Parameters, parameter } from './classifierParameters.ts';

/** Largest activation of each channel after the rectifier, by convolution: float32 [filters]. */
export type ChannelLimits = ReadonlyMap<string, Float32Array>;

type Convolution = Extract<NetworkLayer, { kind: 'convolution' }>;

/** How far a channel may go beyond what was measured before it is cut off. */
const slack = 1.2;
/** A channel is not enlarged more: one that hardly ever speaks would fill the range with its noise. */
const mostGain = 64;

/** The same function with the channels of each convolution about equally large, so that one range of bytes fits all of
 *  them: a rectified channel may be enlarged where the next convolution takes it in smaller (Nagel et al. 2019, arXiv
 *  1906.04721). The last convolution stays as it is: its channels are the features.
 *  @param parameters folded
 *  @returns parameters, and the largest activation of each convolution under them */
export function equaliseChannels(
  network: ClassifierNetwork,
  parameters: Parameters,
  channels: ChannelLimits,
): { readonly parameters: Parameters; readonly limits: ReadonlyMap<string, number> } {
  const convolutions = network.layers.filter((layer): layer is Convolution => layer.kind === 'convolution');
  const changed = new Map(parameters);
  const limits = new Map<string, number>();
  const scale = (name: string, gainOf: (at: number) => number) => {
    const tensor = parameter(changed, name);
    changed.set(name, { ...tensor, values: tensor.values.map((value, at) => value * gainOf(at)) });
  };
  for (const [at, layer] of convolutions.entries()) {
    const largest = channels.get(layer.name);
    if (largest === undefined) throw new Error(`The activations of layer ${layer.name} were not measured`);
    const most = largest.reduce((a, b) => Math.max(a, b), 0);
    limits.set(layer.name, most);
    const next = convolutions[at + 1];
    if (next === undefined) break;
    const gains = largest.map((value) =>
      value > 0 ? Math.min(mostGain, Math.max(1, most / (value * slack))) : 1,
    );
    const gainOf = (channel: number) => gains[channel] ?? 1;
    scale(`${layer.name}/kernel`, (place) => gainOf(place % layer.filters));
    scale(`${layer.name}/bias`, gainOf);
    scale(`${next.name}/kernel`, (place) => 1 / gainOf(Math.floor(place / next.filters) % layer.filters));
  }
  return { parameters: changed, limits };
}
