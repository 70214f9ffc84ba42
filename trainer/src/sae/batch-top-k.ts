// BatchTopK (Bussmann et al. 2024, arXiv 2412.06410): a batch shares its active latents out among its positions.
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../files/weights.ts';
import { keepAbove, largestOf } from '../tensorflow/operations/keep-above.ts';
import type { Autoencoder } from './autoencoder.ts';
import { preActivations } from './autoencoder.ts';

/** The n·k largest of a whole batch where they stand, 0 elsewhere. @param pre ∈ [n, latents] */
export const keepBatchTopK = (pre: tf.Tensor2D, k: number): tf.Tensor2D =>
  keepAbove(pre, largestOf(pre, pre.shape[0] * k));

/**
 * The threshold that stands for the batch when positions come one by one: the mean over training batches of the
 * smallest activation that was kept.
 *
 * @param batches normalised activations; each is disposed of
 */
export async function measureThreshold(sae: Autoencoder, batches: Iterable<tf.Tensor2D>): Promise<Weights> {
  let [sum, count] = [0, 0];
  for (const x of batches) {
    const least = tf.tidy(() => {
      const pre = preActivations(sae, x);
      return largestOf(pre, x.shape[0] * sae.config.k);
    });
    sum += at(await least.data(), 0);
    count++;
    tf.dispose([least, x]);
  }
  return { threshold: { shape: [1], data: Float32Array.of(sum / Math.max(1, count)) } };
}
