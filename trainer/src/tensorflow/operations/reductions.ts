// Sums that undo broadcasting, on the fast path of each backend.
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../gradient.ts';
import { runWasm } from '../wasm/heap.ts';
import { SUM_ROWS } from '../wasm/kernels.ts';

/**
 * Σ over the first axis. Neither backend's own reduction over rows is fast: on wasm a loop over its memory is, on
 * native a product with ones.
 *
 * @param x ∈ [n, d]
 * @returns ∈ [d]
 */
export function sumRows(x: tf.Tensor2D): tf.Tensor1D {
  if (!isNative()) return runWasm(SUM_ROWS, { x });
  return tf.reshape(tf.matMul(tf.ones([1, x.shape[0]]), x), [x.shape[1]]);
}

/** Adds up a gradient over the axes along which an input of `shape` was repeated. */
export function sumTo(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  if (tf.util.arraysEqual(gradient.shape, shape)) return gradient;
  const size = tf.util.sizeFromShape(shape);
  const trailing = tf.util.arraysEqual(gradient.shape.slice(gradient.shape.length - shape.length), shape);
  if (trailing && size > 1) return tf.reshape(sumRows(tf.reshape(gradient, [-1, size])), shape);
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(tf.sum(gradient, axes), shape);
}
