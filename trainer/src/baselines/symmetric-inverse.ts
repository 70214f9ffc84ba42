// The inverse of a symmetric positive definite matrix by halves, so that nearly all of the work is matrix products.
import * as tf from '@tensorflow/tfjs-core';
import { cholesky, inverseOfLower } from '@trimtab/shared/cholesky.ts';
import { transposedA, transposedB } from '../tensorflow/operations/products.ts';

/** Matrices up to this size are factored one column at a time: there a product costs more to call than to compute. */
const SMALLEST = 128;

/**
 * A⁻¹ = KᵀK, with K = L⁻¹ and L the Cholesky factor of A = L Lᵀ. Going through the factor keeps single precision exact
 * enough: its error grows with √cond(A), and not with cond(A) as that of a Schur complement with an inverse in it.
 *
 * @param matrix A ∈ [n, n], symmetric @returns ∈ [n, n], the caller's to dispose of
 * @throws RangeError when the matrix is not positive definite
 */
export function invertSymmetric(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const factor = inverseFactor(matrix);
    return transposedA(factor, factor);
  });
}

/**
 * With quarters C, Aᵀ above and A, B below, K₁ the inverse factor of C and M = A K₁ᵀ, that of the whole is
 *
 *   | K₁          0  |
 *   | -K₂ M K₁    K₂ |,   K₂ the inverse factor of B - M Mᵀ.
 */
function inverseFactor(matrix: tf.Tensor2D): tf.Tensor2D {
  const n = matrix.shape[0];
  if (n <= SMALLEST) {
    const lower = cholesky(Float64Array.from(matrix.dataSync()), n);
    return tf.tensor2d(Float32Array.from(inverseOfLower(lower, n)), [n, n]);
  }
  const half = n >> 1;
  return tf.tidy(() => {
    const upper = inverseFactor(tf.slice(matrix, [0, 0], [half, half])); // K₁
    const side = transposedB(tf.slice(matrix, [half, 0], [n - half, half]), upper); // M
    const rest = tf.slice(matrix, [half, half], [n - half, n - half]); // B
    const lower = inverseFactor(tf.sub(rest, transposedB(side, side))); // K₂
    const corner = tf.neg(tf.matMul(lower, tf.matMul<tf.Tensor2D>(side, upper)) as tf.Tensor2D);
    const top = tf.concat<tf.Tensor2D>([upper, tf.zeros([half, n - half])], 1);
    return tf.concat<tf.Tensor2D>([top, tf.concat([corner, lower], 1)], 0);
  });
}
