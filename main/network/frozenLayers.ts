import type { LearnedPart } from '../domain/learnedPart.ts';
import type { ClassifierNetwork } from './architecture.ts';
import type { Parameters } from './classifierParameters.ts';

/** 'last-blocks' learns what follows this layer: blocks four and five, nine tenths of the convolutions' weights. */
const lastKept = 'block3/pool';

/** How many layers of the table, from the input on, a training leaves as they are. */
export function countFrozenLayers(network: ClassifierNetwork, learned: LearnedPart): number {
  if (learned === 'all') return 0;
  if (learned === 'head') return network.layers.length;
  return network.layers.findIndex(({ name }) => name === lastKept) + 1;
}

/** Parameters of the layers that stay as they are, and those that learn. */
export function partParameters(
  network: ClassifierNetwork,
  parameters: Parameters,
  frozenCount: number,
): { readonly frozen: Parameters; readonly learned: Parameters } {
  const kept = new Set(network.layers.slice(0, frozenCount).map(({ name }) => name));
  const isKept = (name: string) => kept.has(name.slice(0, name.lastIndexOf('/')));
  return {
    frozen: new Map([...parameters].filter(([name]) => isKept(name))),
    learned: new Map([...parameters].filter(([name]) => !isKept(name))),
  };
}
