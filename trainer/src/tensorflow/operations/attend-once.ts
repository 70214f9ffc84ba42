// Attention of one position to what was kept of those before it, and to itself: what steering runs again and again.
import * as tf from '@tensorflow/tfjs-core';
import { isNative, withGradient } from '../gradient.ts';
import { ATTEND_ONCE, ATTEND_ONCE_GRADIENT } from '../wasm/attend-once.ts';
import { runWasm } from '../wasm/heap.ts';
import type { Attended } from './attention.ts';
import { maskedSoftmax } from './masked-softmax.ts';
import { batchMatMul } from './products.ts';

/** What one position may look at beside itself. No gradient flows to it. */
export type Kept = {
  keys: tf.Tensor3D; // [n, length, size]
  values: tf.Tensor3D; // [n, length, size]
  /** Added to the scores of those places and, as the last, to the position's own; -1e9 hides a place. */
  bias: tf.Tensor3D; // [n, 1, length + 1]
};

/**
 * softmax([q·keysᵀ, q·own keysᵀ] + bias)·[values, own values].
 *
 * @param own query, already scaled, keys and values of the position itself, each ∈ [n, 1, size]
 * @returns ∈ [n, 1, size]
 */
export function attendOnce(own: Attended, kept: Kept): tf.Tensor3D {
  return isNative() ? byProducts(own, kept) : inOnePass(own, kept);
}

function byProducts({ query, keys, values }: Attended, kept: Kept): tf.Tensor3D {
  const length = kept.keys.shape[1];
  const before = batchMatMul(query, kept.keys, true); // [n, 1, length]
  const self = tf.sum<tf.Tensor3D>(tf.mul(query, keys), 2, true); // [n, 1, 1]
  const shares = maskedSoftmax(tf.concat<tf.Tensor3D>([before, self], 2), kept.bias);
  const fromBefore = batchMatMul(tf.slice(shares, [0, 0, 0], [-1, 1, length]), kept.values);
  const fromSelf = tf.mul(tf.slice(shares, [0, 0, length], [-1, 1, 1]), values);
  return tf.add(fromBefore, fromSelf);
}

function inOnePass({ query, keys: ownKeys, values: ownValues }: Attended, kept: Kept): tf.Tensor3D {
  const { keys, values, bias } = kept;
  const inputs = { query, ownKeys, ownValues, keys, values, bias };
  return withGradient<tf.Tensor3D>(
    [query, ownKeys, ownValues],
    () => ({ value: runWasm<tf.Tensor3D>(ATTEND_ONCE, inputs), kept: Object.values(inputs) }),
    (upstream, saved) => {
      const names = Object.keys(inputs);
      const given = Object.fromEntries(saved.map((tensor, i) => [names[i], tensor]));
      const slopes = runWasm<tf.Tensor3D>(ATTEND_ONCE_GRADIENT, { upstream, ...given });
      return tf.unstack(slopes).map((slope) => tf.reshape(slope, upstream.shape));
    },
  );
}
