// The kinds of autoencoder: siblings that differ in which latents stay active and in what they are trained by.
import type * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import type { AutoencoderConfig, AutoencoderKindName } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { keepAbove } from '../tensorflow/operations/keep-above.ts';
import { hasKernels } from '../tensorflow/native/kernels.ts';
import { keepTopK } from '../tensorflow/operations/ops.ts';
import type { Autoencoder } from './autoencoder.ts';
import { keepBatchTopK, measureThreshold } from './batch-top-k.ts';
import type { BatchLoss, LossOptions } from './loss.ts';
import { sparseLoss } from './loss.ts';
import { reluL1Loss } from './relu-l1.ts';
import { sparseLossByKernel } from './sparse-loss-kernel.ts';

export interface AutoencoderKind {
  /** The loss of a batch of normalised activations. */
  loss(sae: Autoencoder, x: tf.Tensor2D, options: LossOptions): BatchLoss;
  /**
   * The code of each position by itself, as the exported graph computes it.
   *
   * @param pre relu(x·W_enc + b_enc) ∈ [n, latents]
   */
  select(pre: tf.Tensor2D, config: AutoencoderConfig, parameters: Parameters): tf.Tensor2D;
  /** Weights that are measured on training batches once all others are learnt. */
  settle?(sae: Autoencoder, batches: Iterable<tf.Tensor2D>): Promise<Weights>;
}

const KINDS: Record<AutoencoderKindName, AutoencoderKind> = {
  topk: {
    loss: (sae, x, options) =>
      hasKernels()
        ? sparseLossByKernel(sae, x, { shared: false }, options)
        : sparseLoss(keepTopK, sae, x, options),
    select: (pre, { k }) => keepTopK(pre, k),
  },
  'batch-topk': {
    loss: (sae, x, options) =>
      hasKernels()
        ? sparseLossByKernel(sae, x, { shared: true }, options)
        : sparseLoss(keepBatchTopK, sae, x, options),
    select: (pre, _, { threshold }) => keepAbove(pre, threshold as tf.Tensor),
    settle: measureThreshold,
  },
  'relu-l1': {
    loss: reluL1Loss,
    select: (pre) => pre,
  },
};

export const kindOf = ({ kind }: Pick<AutoencoderConfig, 'kind'>): AutoencoderKind => KINDS[kind];
