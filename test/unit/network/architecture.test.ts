import { expect, test } from 'vitest';
import {
  computeLayerShapes,
  countParameters,
  describeClassifierNetwork,
} from '../../../main/network/architecture.ts';

const published = {
  inputPx: 224,
  widthMultiplier: 1,
  batchNormalisation: false,
  classCount: 4,
  dropout: 0.3,
};

test('the full-width network has the 14,714,688 parameters known of its thirteen convolutions', () => {
  expect(countParameters(describeClassifierNetwork(published))).toEqual({
    convolutions: 14_714_688,
    head: 2052,
    total: 14_716_740,
  });
});

test('there are thirteen convolutions and five max-pools, one after each block', () => {
  const { layers } = describeClassifierNetwork(published);
  const kinds = layers.map(({ kind }) => (kind === 'convolution' ? 'c' : 'p')).join('');
  expect(kinds).toBe('ccpccpcccpcccpcccp');
});

test('every layer has the shape that its docstring says', () => {
  const shapes = computeLayerShapes(describeClassifierNetwork(published));
  expect(shapes.filter(({ name }) => name.endsWith('pool')).map(({ shape }) => shape)).toEqual([
    [112, 112, 64],
    [56, 56, 128],
    [28, 28, 256],
    [14, 14, 512],
    [7, 7, 512],
  ]);
  expect(shapes[0]).toEqual({ name: 'block1/conv1', shape: [224, 224, 64] });
});

test('a quarter of the width has a sixteenth of the kernels, and normalisation one more number a filter', () => {
  const narrow = describeClassifierNetwork({ ...published, widthMultiplier: 0.25, batchNormalisation: true });
  expect(countParameters(narrow).convolutions).toBe(921_840);
});

test('an input too small for five pools is refused', () => {
  expect(() => describeClassifierNetwork({ ...published, inputPx: 31 })).toThrow(RangeError);
});
