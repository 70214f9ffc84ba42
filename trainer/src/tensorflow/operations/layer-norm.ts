// Layer normalisation (Ba, Kiros and Hinton 2016) with the gradient written out, which costs far fewer operations.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';
import { sumRows } from './reductions.ts';

/**
 * y = gain·(x - mean)/√(variance + ε) + bias, over the last axis.
 *
 * With x̂ the normalised input and g = gain·∂y:  ∂x = (g - mean(g) - x̂·mean(g·x̂))/√(variance + ε).
 *
 * @param x ∈ [n, d]
 * @param gain ∈ [d]
 * @param bias ∈ [d]
 */
export function layerNorm(
  x: tf.Tensor2D,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  epsilon: number = 1e-5,
): tf.Tensor2D {
  if (hasKernels()) return byKernel(x, gain, bias, epsilon);
  return withGradient<tf.Tensor2D>(
    [x, gain, bias],
    () => {
      const centred = tf.sub(x, tf.mean(x, 1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // [n, 1]
      const normalised = tf.mul(centred, inverse);
      return { value: tf.add(tf.mul(normalised, gain), bias), kept: [normalised, inverse, gain] };
    },
    (upstream, kept) => {
      const [normalised, inverse, scale] = kept as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      const inner = tf.mul(upstream, scale);
      const slope = tf.mean(tf.mul(inner, normalised), 1, true); // [n, 1]
      const centred = tf.sub(tf.sub(inner, tf.mean(inner, 1, true)), tf.mul(normalised, slope));
      return [tf.mul(centred, inverse), sumRows(tf.mul(upstream, normalised)), sumRows(upstream)];
    },
  );
}

function byKernel(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D, epsilon: number): tf.Tensor2D {
  return withGradient<tf.Tensor2D>(
    [x, gain, bias],
    () => {
      const [value, statistics] = runKernel('LayerNorm', [x, gain, bias, tf.scalar(epsilon)], 2);
      return { value: value as tf.Tensor2D, kept: [x, gain, statistics as tf.Tensor2D] };
    },
    (upstream, kept) => runKernel('LayerNormGradient', [upstream, ...kept], 3),
  );
}
