import type { Rank } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { createRectifiedConvolution } from '../../../main/network/fusedConvolution.ts';
import { createRectifier } from '../../../main/network/rectifier.ts';
import { loadTensorFlow } from '../../../main/network/tensorflow.ts';

test('convolution, bias and rectifier in one give the numbers of three', () => {
  const tf = loadTensorFlow();
  tf.tidy(() => {
    const convolve = createRectifiedConvolution(tf);
    const input = tf.randomNormal<Rank.R4>([2, 9, 7, 5], 0, 1, 'float32', 1);
    const kernel = tf.randomNormal<Rank.R4>([3, 3, 5, 8], 0, 1, 'float32', 2);
    const bias = tf.randomNormal<Rank.R1>([8], 0, 1, 'float32', 3);
    const expected = tf.relu(tf.add(tf.conv2d(input, kernel, 1, 'same'), bias));
    const gap = tf.max(tf.abs(tf.sub(convolve(input, kernel, bias), expected))).dataSync()[0];
    // float32 sums of 45 products, added up in another order
    expect(gap).toBeLessThan(1e-4);
  });
});

test("the rectifier's gradient passes where the input was positive and nowhere else", () => {
  const tf = loadTensorFlow();
  tf.tidy(() => {
    const rectify = createRectifier(tf);
    const input = tf.tensor4d([-2, -0.5, 0.5, 3], [1, 2, 2, 1]);
    const upstream = tf.tensor4d([10, 20, 30, 40], [1, 2, 2, 1]);
    const gradient = tf.grad((x) => rectify(x as typeof input))(input, upstream);
    expect([...rectify(input).dataSync()]).toEqual([0, 0, 0.5, 3]);
    expect([...gradient.dataSync()]).toEqual([0, 0, 30, 40]);
  });
});
