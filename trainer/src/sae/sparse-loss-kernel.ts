// The loss of kinds that keep few latents by our kernel, which works out the loss and its gradients in one pass.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../tensorflow/gradient.ts';
import { runKernel } from '../tensorflow/native/kernels.ts';
import type { Autoencoder } from './autoencoder.ts';
import { part } from './autoencoder.ts';
import type { BatchLoss, LossOptions } from './loss.ts';
import { REFINEMENT } from './refinement.ts';

const WEIGHTS = ['encoder.weight', 'encoder.bias', 'decoder.weight', 'decoder.bias'];

/**
 * What `sparseLoss` is with `keepTopK`, or with `keepBatchTopK` where places are shared.
 *
 * @param x ∈ [n, d]
 */
export function sparseLossByKernel(
  sae: Autoencoder,
  x: tf.Tensor2D,
  { shared }: { shared: boolean },
  { dead, anyDead, auxiliaryK, auxiliaryWeight }: LossOptions,
): BatchLoss {
  const refines = sae.parameters[REFINEMENT] !== undefined;
  const weights = [...WEIGHTS, ...(refines ? [REFINEMENT] : [])].map((name) => part(sae, name));
  const refinement = refines ? [] : [tf.zeros([sae.config.hiddenSize, 0])];
  const weight = tf.scalar(anyDead ? auxiliaryWeight : 0);
  const kept = tf.tensor1d([sae.config.k, auxiliaryK, shared ? 1 : 0], 'int32');
  const [loss, fired, ...gradients] = runKernel(
    'SparseLoss',
    [x, ...weights, ...refinement, dead, weight, kept],
    7,
  ) as [tf.Scalar, tf.Tensor1D, ...tf.Tensor[]];
  return {
    loss: withGradient<tf.Scalar>(
      weights,
      () => ({ value: tf.clone(loss), kept: gradients.slice(0, weights.length) }),
      (upstream, given) => given.map((gradient) => tf.mul(gradient, upstream)),
    ),
    fired,
  };
}
