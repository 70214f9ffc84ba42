// The gates of LiGR blocks, each as one node of the gradient tape where our kernels are.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';

/** x + σ(gate)·branch, all of one shape. ∂gate = ∂y·branch·σ·(1 - σ), ∂branch = ∂y·σ. */
export function gatedAdd(x: tf.Tensor2D, gate: tf.Tensor2D, branch: tf.Tensor2D): tf.Tensor2D {
  if (!hasKernels()) return tf.add(x, tf.mul(tf.sigmoid(gate), branch));
  return withGradient(
    [x, gate, branch],
    () => ({ value: runKernel('GatedAdd', [x, gate, branch], 1)[0] as tf.Tensor2D, kept: [gate, branch] }),
    (upstream, kept) => [upstream, ...runKernel('GatedAddGradient', [upstream, ...kept], 2)],
  );
}

/** silu(gate)·value with silu(g) = g·σ(g) (Shazeer 2020), both of one shape. */
export function swiGlu(gate: tf.Tensor2D, value: tf.Tensor2D): tf.Tensor2D {
  if (!hasKernels()) return tf.mul(tf.mul(gate, tf.sigmoid(gate)), value);
  return withGradient(
    [gate, value],
    () => ({ value: runKernel('SwiGlu', [gate, value], 1)[0] as tf.Tensor2D, kept: [gate, value] }),
    (upstream, kept) => runKernel('SwiGluGradient', [upstream, ...kept], 2),
  );
}
