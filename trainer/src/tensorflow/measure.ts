// How fast the backend in use multiplies matrices.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from './operations/ops.ts';

/** GFLOP/s, the best of a few runs, since other work only ever slows one down. */
export interface ProductSpeed {
  /** Of a product. */
  forward: number;
  /** Of a product and its two gradients together. */
  withGradients: number;
}

/**
 * Times a·b for a ∈ [rows, inner], b ∈ [inner, columns]: 2·rows·inner·columns operations, and three times that with
 * both gradients. The gradients by themselves would be a difference of two times, which a busy machine makes negative.
 *
 * @param now milliseconds
 */
export function measureProduct(
  options: { rows?: number; inner?: number; columns?: number; runs?: number; now?: () => number } = {},
): ProductSpeed {
  const { rows = 1024, inner = 1024, columns = 1024, runs = 5, now = () => performance.now() } = options;
  return tf.tidy(() => {
    const a = tf.randomNormal<tf.Rank.R2>([rows, inner], 0, 1, 'float32', 1);
    const b = tf.randomNormal<tf.Rank.R2>([inner, columns], 0, 1, 'float32', 2);
    const upstream = tf.onesLike(matMul(a, b));
    const gradients = tf.grads((x, y) => matMul(x as tf.Tensor2D, y as tf.Tensor2D));
    const forward = (): tf.Tensor[] => [matMul(a, b)];
    const both = (): tf.Tensor[] => gradients([a, b], upstream);
    const operations = 2 * rows * inner * columns;
    const forwardTime = best(runs, now, forward);
    const bothTime = best(runs, now, both);
    return { forward: operations / forwardTime / 1e6, withGradients: (3 * operations) / bothTime / 1e6 };
  });
}

/** The shortest of some runs in milliseconds, after one to warm up; reading a value waits for a GPU to finish. */
function best(runs: number, now: () => number, run: () => tf.Tensor[]): number {
  const timed = (): number => {
    const start = now();
    tf.tidy(() => {
      for (const result of run()) tf.slice(tf.reshape(result, [-1]), 0, 1).dataSync();
    });
    return now() - start;
  };
  timed();
  return Math.min(...Array.from({ length: runs }, timed));
}
