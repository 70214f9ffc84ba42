// Principal components of hidden states: the best that as many linear directions can do, to hold an autoencoder against.
import * as tf from '@tensorflow/tfjs-core';
import { symmetricEigen } from '../math/symmetric-eigen.ts';

export interface PrincipalComponents {
  mean: Float32Array; // [d]
  /** Unit rows by falling variance. ∈ [d, d] */
  components: Float32Array;
}

const CHUNK = 16_384;

/** Eigenvectors of the covariance Σ (x - μ)(x - μ)ᵀ / n (Pearson 1901; Jolliffe 2002). @param hidden ∈ [n, d] */
export async function principalComponents(hidden: Float32Array, d: number): Promise<PrincipalComponents> {
  const n = hidden.length / d;
  const mean = new Float64Array(d);
  hidden.forEach((value, i) => (mean[i % d] = (mean[i % d] as number) + value / n));
  const middle = Float32Array.from(mean);
  const covariance = new Float64Array(d * d);
  for (let start = 0; start < n; start += CHUNK) {
    const chunk = hidden.subarray(start * d, Math.min(n, start + CHUNK) * d);
    const product = tf.tidy(() => {
      const x = tf.sub(tf.tensor2d(chunk, [chunk.length / d, d]), tf.tensor1d(middle)) as tf.Tensor2D;
      return tf.matMul(tf.transpose(x), x);
    });
    (await product.data()).forEach((value, i) => (covariance[i] = (covariance[i] as number) + value / n));
    product.dispose();
  }
  const { vectors } = symmetricEigen(covariance, d);
  return { mean: middle, components: Float32Array.from(vectors) };
}

/** P(x - μ), P the first `count` components. @param x ∈ [n, d] @returns ∈ [n, count] */
export function scoresOf(pca: PrincipalComponents, count: number, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() =>
    tf.matMul(tf.sub<tf.Tensor2D>(x, tf.tensor1d(pca.mean)), tf.transpose(firstOf(pca, count))),
  );
}

/** μ + PᵀP(x - μ), P the first `count` components, all of them where there are fewer. @param x ∈ [n, d] @returns ∈ [n, d] */
export function rebuiltFrom(pca: PrincipalComponents, count: number, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() =>
    tf.add<tf.Tensor2D>(tf.matMul(scoresOf(pca, count, x), firstOf(pca, count)), tf.tensor1d(pca.mean)),
  );
}

/** ∈ [count, d] */
function firstOf({ mean, components }: PrincipalComponents, count: number): tf.Tensor2D {
  const d = mean.length;
  const kept = Math.min(count, d);
  return tf.tensor2d(components.subarray(0, kept * d), [kept, d]);
}
