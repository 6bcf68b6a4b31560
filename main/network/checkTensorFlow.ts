import type { Rank, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';

/** Runs a 3x3 convolution and its gradient whose results are known.
 *  @returns version of the native library and the device that it runs on
 *  @throws LabError 'runtime-missing' when the native library is not set up */
export async function checkTensorFlow(): Promise<{
  readonly version: string;
  readonly device: string;
  readonly forwardOk: boolean;
  readonly backwardOk: boolean;
}> {
  const tf = loadTensorFlow();
  const forwardOk = tf.tidy(() => {
    const sums = tf.conv2d(tf.ones<Rank.R4>([1, 4, 4, 2]), tf.ones<Rank.R4>([3, 3, 2, 1]), 1, 'valid');
    return sums.dataSync().every((value) => value === 18);
  });
  const backwardOk = tf.tidy(() => {
    const input = tf.ones<Rank.R4>([1, 4, 4, 2]);
    const gradient = tf.grad((kernel) => tf.sum(tf.conv2d(input, kernel as Tensor4D, 1, 'valid')));
    return gradient(tf.ones([3, 3, 2, 1]))
      .dataSync()
      .every((value) => value === 4);
  });
  const { version, isOnGpu } = describeTensorFlow(tf);
  return { version, device: isOnGpu ? 'GPU' : 'CPU', forwardOk, backwardOk };
}
