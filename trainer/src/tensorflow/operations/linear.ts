// A linear layer as one node of the gradient tape where our kernels are.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';
import { matMul } from './products.ts';

/**
 * x·weight + bias. ∂x = ∂y·weightᵀ, ∂weight = xᵀ·∂y, ∂bias = Σ over rows of ∂y.
 *
 * @param x ∈ [n, k]
 * @param weight ∈ [k, d]
 * @param bias ∈ [d]
 * @returns ∈ [n, d]
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!hasKernels()) return tf.add(matMul(x, weight), bias);
  return withGradient(
    [x, weight, bias],
    () => ({ value: runKernel('Linear', [x, weight, bias], 1)[0] as tf.Tensor2D, kept: [x, weight] }),
    (upstream, kept) => runKernel('LinearGradient', [upstream, ...kept], 3),
  );
}
