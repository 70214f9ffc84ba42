// The inverse of a symmetric positive definite matrix by halves, so that nearly all of the work is matrix products.
import * as tf from '@tensorflow/tfjs-core';
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
  if (n <= SMALLEST) return tf.tensor2d(smallInverseFactor(matrix.dataSync(), n), [n, n]);
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

/** L by Cholesky, row by row, and K by forward substitution: L K = I. */
function smallInverseFactor(a: ArrayLike<number>, n: number): Float32Array {
  const factor = new Float64Array(n * n); // L
  const inverse = new Float64Array(n * n); // K
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let left = a[i * n + j] as number;
      for (let k = 0; k < j; k++) left -= (factor[i * n + k] as number) * (factor[j * n + k] as number);
      if (i === j && !(left > 0))
        throw new RangeError(`the matrix is not positive definite: a pivot is ${left}`);
      factor[i * n + j] = i === j ? Math.sqrt(left) : left / (factor[j * n + j] as number);
    }
    const pivot = factor[i * n + i] as number;
    for (let j = 0; j <= i; j++) {
      let left = i === j ? 1 : 0;
      for (let k = j; k < i; k++) left -= (factor[i * n + k] as number) * (inverse[k * n + j] as number);
      inverse[i * n + j] = left / pivot;
    }
  }
  return new Float32Array(inverse);
}
