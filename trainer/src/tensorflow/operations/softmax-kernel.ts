// Softmax losses by our kernels, which work out the loss and its gradients in one pass.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { runKernel } from '../native/kernels.ts';

/**
 * The mean loss by kernel `name`.
 *
 * @param hidden ∈ [n, d]
 * @param table ∈ [classes, d]
 * @param indices what the kernel takes after these: the negatives and how many they were drawn from, where it takes some, and the labels [n]
 */
export function softmaxByKernel(
  name: 'FullSoftmax' | 'SampledSoftmax',
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  ...indices: Int32Array[]
): tf.Scalar {
  return withGradient<tf.Scalar>(
    [hidden, table],
    () => {
      const ids = indices.map((each) => tf.tensor1d(each, 'int32'));
      const [value, ...gradients] = runKernel(name, [hidden, table, ...ids], 3);
      return { value: value as tf.Scalar, kept: gradients };
    },
    (upstream, kept) => kept.map((gradient) => tf.mul(gradient, upstream)),
  );
}
