// Matrix products whose gradients stay on each backend's fast path.
//
// wasm multiplies fast only without transpose flags (20 GFLOP/s against 1), so there operands are transposed first;
// the native library takes the flags for nothing.
import * as tf from '@tensorflow/tfjs-core';
import { isNative, withGradient } from '../gradient.ts';
import { BATCH_PRODUCT } from '../wasm/batch-product.ts';
import { runWasm } from '../wasm/heap.ts';

/**
 * aᵀ·b for a ∈ [m, k], b ∈ [m, n]. On wasm the right operand of a product is first packed, which costs three times as
 * much as transposing: so the wider one is transposed, and where that is b, the result is too.
 */
export function transposedA(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  if (isNative()) return tf.matMul(a, b, true, false);
  return a.shape[1] >= b.shape[1]
    ? tf.matMul(tf.transpose(a), b)
    : tf.transpose(tf.matMul(tf.transpose(b), a));
}

/** a·bᵀ for a ∈ [m, k], b ∈ [n, k]. */
export function transposedB(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return isNative() ? tf.matMul(a, b, false, true) : tf.matMul(a, tf.transpose(b));
}

/**
 * a·b, or a·bᵀ with `transposeB`.
 *
 * C = a·b:  ∂a = ∂C·bᵀ, ∂b = aᵀ·∂C.   C = a·bᵀ:  ∂a = ∂C·b, ∂b = ∂Cᵀ·a.
 *
 * @param a ∈ [m, k]
 * @param b ∈ [k, n], or [n, k] with `transposeB`
 * @returns ∈ [m, n]
 */
export function matMul(a: tf.Tensor2D, b: tf.Tensor2D, transposeB: boolean = false): tf.Tensor2D {
  return withGradient(
    [a, b],
    () => ({ value: transposeB ? transposedB(a, b) : tf.matMul(a, b), kept: [a, b] }),
    (upstream, kept) => {
      const [left, right] = kept as [tf.Tensor2D, tf.Tensor2D];
      return transposeB
        ? [tf.matMul(upstream, right), transposedA(upstream, left)]
        : [transposedB(upstream, right), transposedA(left, upstream)];
    },
  );
}

/** x·b for data x, to which no gradient flows: ∂b = xᵀ·∂C. @param x ∈ [m, k] @param b ∈ [k, n] @returns ∈ [m, n] */
export function matMulGiven(x: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [b],
    () => ({ value: tf.matMul(x, b), kept: [x] }),
    (upstream, kept) => [transposedA(kept[0] as tf.Tensor2D, upstream)],
  );
}

/** The batched product with TensorFlow's flags; on wasm what is flagged is transposed first. */
function multiplyBatches(
  a: tf.Tensor3D,
  b: tf.Tensor3D,
  transposeA: boolean,
  transposeB: boolean,
): tf.Tensor3D {
  if (isNative()) return tf.matMul<tf.Tensor3D>(a, b, transposeA, transposeB);
  const left = transposeA ? tf.transpose(a, [0, 2, 1]) : a;
  const right = transposeB ? tf.transpose(b, [0, 2, 1]) : b;
  return runWasm(BATCH_PRODUCT, { a: left, b: right });
}

/**
 * One product for each batch: a[i]·b[i], or a[i]·b[i]ᵀ with `transposeB`.
 *
 * @param a ∈ [batch, m, k]
 * @param b ∈ [batch, k, n], or [batch, n, k] with `transposeB`
 * @returns ∈ [batch, m, n]
 */
export function batchMatMul(a: tf.Tensor3D, b: tf.Tensor3D, transposeB: boolean = false): tf.Tensor3D {
  return withGradient(
    [a, b],
    () => ({ value: multiplyBatches(a, b, false, transposeB), kept: [a, b] }),
    (upstream, kept) => {
      const [left, right] = kept as [tf.Tensor3D, tf.Tensor3D];
      return transposeB
        ? [multiplyBatches(upstream, right, false, false), multiplyBatches(upstream, left, true, false)]
        : [multiplyBatches(upstream, right, false, true), multiplyBatches(left, upstream, true, false)];
    },
  );
}
