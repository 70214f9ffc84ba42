// BatchTopK (Bussmann et al. 2024, arXiv 2412.06410): a batch shares its active latents out among its positions.
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../../files/weights.ts';
import { weightOf } from '../../files/weights.ts';
import { hasKernels } from '../../tensorflow/native/kernels.ts';
import { keepAbove, largestOf } from '../../tensorflow/operations/keep-above.ts';
import type { Autoencoder } from '../autoencoder.ts';
import { preActivations } from '../autoencoder.ts';
import type { AutoencoderKind } from '../kind.ts';
import { sparseLoss } from '../loss.ts';
import { sparseLossByKernel } from '../sparse-loss-kernel.ts';

const THRESHOLD = [1];

export const batchTopK: AutoencoderKind = {
  loss: (sae, x, options) =>
    hasKernels()
      ? sparseLossByKernel(sae, x, { shared: true }, options)
      : sparseLoss(keepBatchTopK, sae, x, options),
  select: (pre, _, { threshold }) => keepAbove(pre, threshold as tf.Tensor),
  graph(graph, pre, { weights }) {
    const alpha = at(weightOf(weights, 'threshold', THRESHOLD).data, 0);
    return graph.node('ThresholdedRelu', [pre], { attributes: { alpha } });
  },
  shapes: { threshold: THRESHOLD },
  settle: measureThreshold,
};

/** The n·k largest of a whole batch where they stand, 0 elsewhere. @param pre ∈ [n, latents] */
export function keepBatchTopK(pre: tf.Tensor2D, k: number): tf.Tensor2D {
  return keepAbove(pre, largestOf(pre, pre.shape[0] * k));
}

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
