import { describe, expect, test } from 'vitest';
import { readOrder, type TrainingFields } from '../../../../renderer/components/training/trainingOrder.ts';

const fields: TrainingFields = {
  name: 'lab-classifier',
  version: '1.0.0',
  parent: 'blast-classifier-1.0.0',
  learned: 'head',
  epochs: '30',
  optimizer: 'adam',
  learningRate: '0.001',
  seed: '1',
};

describe('the form of a training', () => {
  test('is an order that the lab takes', () => {
    expect(readOrder(fields).order).toEqual({
      name: 'lab-classifier',
      version: '1.0.0',
      parent: 'blast-classifier-1.0.0',
      learned: 'head',
      epochs: 30,
      optimizer: 'adam',
      learningRate: 0.001,
      seed: 1,
    });
  });

  test('starts from scratch where no model is chosen, and then learns whole', () => {
    const { order } = readOrder({ ...fields, parent: '' });
    expect([order?.parent, order?.learned]).toEqual([null, undefined]);
  });

  test('takes a learning rate with a comma', () => {
    expect(readOrder({ ...fields, learningRate: '0,0005' }).order?.learningRate).toBe(0.0005);
  });

  test.each([
    ['name', 'Große Namen'],
    ['version', '1.0'],
    ['epochs', '0'],
    ['epochs', '2.5'],
    ['epochs', ''],
    ['learningRate', '0'],
    ['learningRate', 'viel'],
    ['seed', '-1'],
    ['seed', '2147483648'],
  ] as const)('says that %s cannot be "%s"', (field, text) => {
    expect(readOrder({ ...fields, [field]: text })).toEqual({ order: undefined, wrongFields: [field] });
  });
});
