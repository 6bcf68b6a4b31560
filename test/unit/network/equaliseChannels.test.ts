import { expect, test } from 'vitest';
import { describeClassifierNetwork } from '../../../main/network/architecture.ts';
import {
  createParameters,
  foldBatchNormalisation,
  parameter,
} from '../../../main/network/classifierParameters.ts';
import { equaliseChannels } from '../../../main/network/equaliseChannels.ts';

const network = describeClassifierNetwork({
  ...{ inputPx: 32, widthMultiplier: 1 / 16, batchNormalisation: true, classCount: 4, dropout: 0 },
});
const parameters = foldBatchNormalisation(network, createParameters(network, 3));
const convolutions = network.layers.flatMap((layer) => (layer.kind === 'convolution' ? [layer] : []));
/** the first channel never speaks, the others are of very different size */
const channels = new Map(
  convolutions.map(({ name, filters }) => [
    name,
    Float32Array.from({ length: filters }, (_, channel) => (channel === 0 ? 0 : 4 / (1 + channel ** 2))),
  ]),
);
const even = equaliseChannels(network, parameters, channels);

test('what a channel is enlarged by, the next convolution takes it in smaller', () => {
  for (const [at, layer] of convolutions.entries()) {
    const next = convolutions[at + 1];
    if (next === undefined) continue;
    const [before, after] = [parameters, even.parameters].map((one) => ({
      bias: parameter(one, `${layer.name}/bias`).values,
      kernel: parameter(one, `${layer.name}/kernel`).values,
      nextKernel: parameter(one, `${next.name}/kernel`).values,
    }));
    if (before === undefined || after === undefined) throw new Error('two networks');
    const gainOfNext = next === convolutions.at(-1) ? 1 : undefined;
    for (let channel = 0; channel < layer.filters; channel += 1) {
      const gain = (after.kernel[channel] ?? 0) / (before.kernel[channel] ?? 1);
      const place = channel * next.filters;
      // the next kernel has also been enlarged for its own channels, but its last one never
      const taken = (after.nextKernel[place] ?? 0) / (before.nextKernel[place] ?? 1);
      if (gainOfNext !== undefined) expect(gain * taken).toBeCloseTo(1, 1);
    }
  }
});

test('no channel goes beyond the range, none is made smaller, a silent one stays', () => {
  for (const layer of convolutions.slice(0, 1)) {
    const [before, after] = [parameters, even.parameters].map(
      (one) => parameter(one, `${layer.name}/kernel`).values,
    );
    const limit = even.limits.get(layer.name) ?? 0;
    expect(limit).toBe(2);
    for (let channel = 0; channel < layer.filters; channel += 1) {
      const gain = (after?.[channel] ?? 0) / (before?.[channel] ?? 1);
      expect(gain).toBeGreaterThanOrEqual(0.999);
      expect(gain * (channels.get(layer.name)?.[channel] ?? 0)).toBeLessThanOrEqual(limit * 1.001);
      if (channel === 0) expect(gain).toBeCloseTo(1, 5);
    }
  }
});
