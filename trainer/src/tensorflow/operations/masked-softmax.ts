// The softmax of attention scores under an additive mask.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';

/**
 * p = softmax(scores + mask) over the last axis. ∂scores = p·(∂p - Σ p·∂p). The mask has no gradient.
 *
 * @param scores ∈ […, queries, keys]
 * @param mask broadcastable to the scores: 0 where a query may look, -1e9 where it may not
 */
export function maskedSoftmax<T extends tf.Tensor>(scores: T, mask: tf.Tensor): T {
  return withGradient<T>(
    [scores],
    () => {
      const value = tf.softmax(tf.add<T>(scores, mask));
      return { value, kept: [value] };
    },
    (upstream, kept) => {
      const [probabilities] = kept as [T];
      const weighted = tf.mul(upstream, probabilities);
      return [tf.sub(weighted, tf.mul(probabilities, tf.sum(weighted, -1, true)))];
    },
  );
}
