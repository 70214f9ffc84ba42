// A second look at what a first code misses: one linear map finds worse codes than its own dictionary allows.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../tensorflow/ops.ts';

/** The weight ∈ [d, latents] of autoencoders that look twice; others have none of that name. */
export const REFINEMENT = 'refinement.weight';

/**
 * One step of iterative hard thresholding (Blumensath and Davies 2008) with a matrix that is learnt (Gregor and LeCun
 * 2010): latents that fired for the same thing give way, and those that were missed come in.
 *
 *   z' = keep(relu(z + missed·W_ref)),  missed = x - x̂(z)
 *
 * @param z ∈ [n, latents] @param missed ∈ [n, d] @param keep which of the pre-activations stay
 */
export const lookAgain = (
  z: tf.Tensor2D,
  missed: tf.Tensor2D,
  refinement: tf.Tensor2D,
  keep: (pre: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D => keep(tf.relu(tf.add<tf.Tensor2D>(z, matMul(missed, refinement))));
