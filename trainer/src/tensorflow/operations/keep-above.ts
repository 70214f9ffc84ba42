// Values above a threshold, as the activation of sparse autoencoders that choose over a whole batch.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';

/**
 * x where x ≥ the threshold, else 0. The gradient passes through the kept values only; the threshold gets none.
 *
 * @param x ≥ 0, ∈ [n, latents] @param threshold of one value
 * @returns ∈ [n, latents]
 */
export function keepAbove(x: tf.Tensor2D, threshold: tf.Tensor): tf.Tensor2D {
  return withGradient(
    [x],
    () => {
      const kept = tf.cast(tf.greaterEqual(x, threshold), 'float32');
      return { value: tf.mul<tf.Tensor2D>(x, kept), kept: [kept] };
    },
    (upstream, [kept = tf.scalar(1)]) => [tf.mul(upstream, kept)],
  );
}

/** The `count`-th largest of all values, a constant to the gradient. @param x ∈ [n, latents] @returns ∈ [] */
export function largestOf(x: tf.Tensor2D, count: number): tf.Scalar {
  return withGradient(
    [x],
    () => {
      return { value: hasKernels() ? byKernel(x, count) : lastOf(x, count), kept: [] };
    },
    () => [tf.zerosLike(x)],
  );
}

function lastOf(x: tf.Tensor2D, count: number): tf.Scalar {
  const { values } = tf.topk(tf.reshape(x, [x.size]), Math.min(count, x.size), true);
  return tf.reshape(tf.slice(values, [values.size - 1], [1]), []);
}

const byKernel = (x: tf.Tensor2D, count: number): tf.Scalar =>
  runKernel('KthLargest', [x, tf.scalar(count, 'int32')], 1)[0] as tf.Scalar;
