// The loss of the kinds that keep a fixed number of latents: reconstruction, and an auxiliary term for dead ones.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../tensorflow/gradient.ts';
import { keepTopK } from '../tensorflow/operations/ops.ts';
import type { Autoencoder } from './autoencoder.ts';
import { activeLatents, decodeDirections, preActivations, reconstructionError } from './autoencoder.ts';

export interface LossOptions {
  /** 1 for latents that have not fired for long. ∈ [latents] */
  dead: tf.Tensor1D;
  anyDead: boolean;
  auxiliaryK: number;
  auxiliaryWeight: number;
  /** λ of relu-l1. */
  l1Weight: number;
}

export interface BatchLoss {
  loss: tf.Scalar;
  /** The activations of each latent in the batch, summed: 0 where it did not fire. ∈ [latents] */
  fired: tf.Tensor1D;
}

/**
 * ‖x - x̂‖² / d + weight·‖e - ê‖² / d over the batch, where e = x - x̂ and ê is e rebuilt from the strongest dead
 * latents only, so that they are pulled toward what the living ones miss (Gao et al. 2024, arXiv 2406.04093). e counts
 * as given there: the living ones are not to leave an error that suits the dead.
 *
 * @param keep which pre-activations ∈ [n, latents] stay, for k a position
 */
export function sparseLoss(
  keep: (pre: tf.Tensor2D, k: number) => tf.Tensor2D,
  sae: Autoencoder,
  x: tf.Tensor2D,
  options: LossOptions,
): BatchLoss {
  const pre = preActivations(sae, x);
  const z = activeLatents(sae, x, pre, (active) => keep(active, sae.config.k));
  const error = reconstructionError(sae, x, z);
  const reconstruction = tf.mean(tf.square(error)) as tf.Scalar;
  const fired = tf.sum(z, 0) as tf.Tensor1D;
  if (!options.anyDead || options.auxiliaryWeight === 0) return { loss: reconstruction, fired };
  const revived = keepTopK(
    tf.mul<tf.Tensor2D>(pre, options.dead),
    Math.min(options.auxiliaryK, sae.config.latents),
  );
  const missed = tf.sub(asConstant(error), decodeDirections(sae, revived));
  const auxiliary = tf.mean(tf.square(missed));
  return { loss: tf.add(reconstruction, tf.mul(auxiliary, options.auxiliaryWeight)), fired };
}

/** The same values, through which no gradient flows back. */
function asConstant<T extends tf.Tensor>(x: T): T {
  return withGradient<T>(
    [x],
    () => ({ value: tf.clone(x), kept: [] }),
    (upstream) => [tf.zerosLike(upstream)],
  );
}
