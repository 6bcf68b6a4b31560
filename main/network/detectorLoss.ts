import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { boxLogLimit, boxUnitPx } from '../domain/cellMaps.ts';
import type { Tf } from './tensorflow.ts';

/** Targets of a batch as tensors, float32 [n, h, w, 1] unless said otherwise. */
export interface TargetTensors {
  readonly whiteHeat: Tensor4D;
  readonly redHeat: Tensor4D;
  /** [n, h, w, 4], network pixels */
  readonly whiteBox: Tensor4D;
  readonly redBox: Tensor4D;
  readonly whiteBoxWeight: Tensor4D;
  readonly redBoxWeight: Tensor4D;
  readonly known: Tensor4D;
}

/** Red cells serve as the ruler only, and their labels are patchier. */
const redWeight = 0.5;

/** Loss of a batch: heat by the penalty-reduced focal loss (Zhou et al. 2019, Objects as Points,
 *  arXiv 1904.07850), boxes by 1 - IoU (Yu et al. 2016, UnitBox, arXiv 1608.01471) plus the distance in the
 *  logarithm of the sides.
 *  @param outputs float32 [n, h, w, 10] of `applyDetector` */
export function computeDetectorLoss(tf: Tf, outputs: Tensor4D, targets: TargetTensors): Scalar {
  const [whiteLogit, redLogit, whiteRaw, redRaw] = tf.split(outputs, [1, 1, 4, 4], 3) as [
    Tensor4D,
    Tensor4D,
    Tensor4D,
    Tensor4D,
  ];
  const white = tf.add(
    heatLoss(tf, whiteLogit, targets.whiteHeat, targets.known),
    boxLoss(tf, whiteRaw, {
      box: targets.whiteBox,
      weight: targets.whiteBoxWeight,
      unitPx: boxUnitPx.whiteCell,
    }),
  );
  const red = tf.add(
    heatLoss(tf, redLogit, targets.redHeat, targets.known),
    boxLoss(tf, redRaw, { box: targets.redBox, weight: targets.redBoxWeight, unitPx: boxUnitPx.redCell }),
  );
  return tf.add(white, tf.mul(red, redWeight)) as Scalar;
}

/** Focal loss from logits, over the count of centres. */
function heatLoss(tf: Tf, logit: Tensor4D, heat: Tensor4D, known: Tensor4D): Tensor {
  const probability = tf.sigmoid(logit);
  const logProbability = tf.neg(tf.softplus(tf.neg(logit)));
  const logRest = tf.neg(tf.softplus(logit));
  const centre = tf.cast(tf.greaterEqual(heat, 0.999), 'float32');
  const atCentre = tf.mul(centre, tf.mul(tf.square(tf.sub(1, probability)), logProbability));
  const fall = tf.square(tf.square(tf.sub(1, heat)));
  const elsewhere = tf.mul(tf.mul(fall, tf.sub(1, centre)), tf.mul(tf.square(probability), logRest));
  const count = tf.maximum(tf.sum(centre), 1);
  return tf.neg(tf.div(tf.sum(tf.mul(known, tf.add(atCentre, elsewhere))), count));
}

function boxLoss(
  tf: Tf,
  raw: Tensor4D,
  target: { readonly box: Tensor4D; readonly weight: Tensor4D; readonly unitPx: number },
): Tensor {
  const clipped = tf.clipByValue(raw, -boxLogLimit, boxLogLimit);
  const predicted = tf.mul(tf.exp(clipped), target.unitPx);
  const overlapSides = tf.minimum(predicted, target.box);
  const overlap = area(tf, overlapSides);
  const union = tf.sub(tf.add(area(tf, predicted), area(tf, target.box)), overlap);
  const iouLoss = tf.sub(1, tf.div(overlap, tf.add(union, 1)));
  const wanted = tf.log(tf.div(tf.maximum(target.box, 0.5), target.unitPx));
  const logLoss = tf.mean(tf.abs(tf.sub(clipped, wanted)), 3, true);
  const total = tf.sum(tf.mul(target.weight, tf.add(iouLoss, tf.mul(logLoss, 0.5))));
  return tf.div(total, tf.maximum(tf.sum(target.weight), 1));
}

/** [n, h, w, 4] distances to [n, h, w, 1] areas. */
function area(tf: Tf, sides: Tensor): Tensor {
  const [left, top, right, bottom] = tf.split(sides, 4, 3) as [Tensor, Tensor, Tensor, Tensor];
  return tf.mul(tf.add(left, right), tf.add(top, bottom));
}
