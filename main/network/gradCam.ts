import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { HeatMap } from '../domain/heatMap.ts';
import type { ClassifierNetwork } from './architecture.ts';
import type { RectifiedConvolution } from './fusedConvolution.ts';
import { runTail, runTrunk, type TensorOf } from './runClassifier.ts';
import type { Tf } from './tensorflow.ts';

/** Where each input speaks for a class: gradient-weighted class activation over the last convolution (Selvaraju et al.
 *  2017, arXiv 1610.02391), each map scaled to its own maximum. A map of zeros: nothing in the input speaks for it.
 *  @param parts.input float32 [n, inputPx, inputPx, 3], preprocessed
 *  @param classes number of the class to explain, one an input */
export function computeGradCam(
  tf: Tf,
  network: ClassifierNetwork,
  parts: {
    readonly tensorOf: TensorOf;
    readonly convolve: RectifiedConvolution;
    readonly input: Tensor4D;
    readonly classes: readonly number[];
  },
): readonly HeatMap[] {
  return tf.tidy(() => {
    const activation = runTrunk(tf, network, parts);
    const wanted = tf.oneHot(tf.tensor1d([...parts.classes], 'int32'), network.classCount);
    const evidence = (entered: Tensor) =>
      tf.sum(tf.mul(runTail(tf, network, { ...parts, activation: entered as Tensor4D }).logits, wanted));
    const gradient = tf.grad(evidence)(activation) as Tensor4D;
    const weights = tf.mean(gradient, [1, 2], true);
    const raw = tf.relu(tf.sum(tf.mul(activation, weights), 3));
    const highest = tf.max(raw, [1, 2], true);
    const scaled = tf.div(raw, tf.maximum(highest, 1e-12)) as Tensor;
    const [, rowCount = 0, columnCount = 0] = scaled.shape;
    const rows = tf.reshape(scaled, [parts.classes.length, rowCount * columnCount]) as Tensor2D;
    return (rows.arraySync() as number[][]).map((values) => ({ columnCount, rowCount, values }));
  });
}
