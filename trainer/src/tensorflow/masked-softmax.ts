// The softmax of attention scores under an additive mask.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './gradient.ts';

/**
 * p = softmax(scores + mask) over the last axis. ∂scores = p·(∂p - Σ p·∂p). The mask has no gradient.
 *
 * @param scores ∈ [batch, queries, keys]
 * @param mask broadcastable to the scores: 0 where a query may look, -1e9 where it may not
 */
export function maskedSoftmax(scores: tf.Tensor3D, mask: tf.Tensor): tf.Tensor3D {
  return withGradient<tf.Tensor3D>(
    [scores],
    () => {
      const value = tf.softmax(tf.add<tf.Tensor3D>(scores, mask));
      return { value, kept: [value] };
    },
    (upstream, kept) => {
      const [probabilities] = kept as [tf.Tensor3D];
      const weighted = tf.mul(upstream, probabilities);
      return [tf.sub(weighted, tf.mul(probabilities, tf.sum(weighted, 2, true)))];
    },
  );
}
