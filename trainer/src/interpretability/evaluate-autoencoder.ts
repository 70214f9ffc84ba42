// What the autoencoder keeps: variance, and ranking quality when its reconstruction replaces the hidden state.
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { decodeLatents, encodeLatents } from '../sae/codes.ts';
import { explainedVarianceOf, reconstructionQuality } from '../sae/reconstruction.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import { principalComponents, rebuiltFrom } from './principal-components.ts';
import { mean } from '../math/mean.ts';
import { inBenches } from '../steering/bench.ts';

/** From hidden states ∈ [n, d] to what stands in for them. */
type Reconstruction = (x: tf.Tensor2D) => tf.Tensor2D;

export interface AutoencoderOptions extends QualityOptions {
  split: Metrics['sae']['split'];
  /** Activations that the components of PCA are found on, as the autoencoder's were. ∈ [n, d] */
  trainingHidden: Float32Array;
}

export interface QualityOptions {
  model: Recommender;
  hook: Hook;
  sae: FoldedAutoencoder;
  /** Activations of the users that figures are of. ∈ [n, d] */
  hidden: Float32Array;
  /** Activations of all users, on which a latent that never fires is dead. ∈ [n, d] */
  everyHidden: Float32Array;
  /** Users whose next item is ranked with the reconstruction in place of x at the last position. */
  users: HeldOutUser[];
  /** Is told how far the rankings are, from 0 to 1. */
  told?: (share: number) => void;
}

/** `pca` is the same with the first components of the training activations, as many as latents are active (L0). */
export async function evaluateAutoencoder(options: AutoencoderOptions): Promise<Required<Metrics['sae']>> {
  const { sae, split, hidden, trainingHidden } = options;
  const { hiddenSize, kind, latents } = sae.config;
  const { explainedVariance, l0, deadShare } = await codesKeep(options);
  const pca = await principalComponents(trainingHidden, hiddenSize);
  const components = Math.max(1, Math.round(l0));
  const rebuilt: Reconstruction = (x) => rebuiltFrom(pca, components, x);
  const ndcgKept = await ndcgKeptBy(options, [byCodes(sae), rebuilt]);
  return {
    split,
    kind,
    latents,
    explainedVariance,
    l0,
    deadShare,
    ndcgKept: at(ndcgKept, 0),
    pca: {
      components,
      explainedVariance: await explainedVarianceOf(rebuilt, hidden, hiddenSize),
      ndcgKept: at(ndcgKept, 1),
    },
  };
}

/** The figures that tell whether an autoencoder still fits a recommender, without its control. */
export async function autoencoderQuality(
  options: QualityOptions,
): Promise<Pick<Metrics['sae'], 'explainedVariance' | 'deadShare'> & { ndcgKept: number }> {
  const { explainedVariance, deadShare } = await codesKeep(options);
  const ndcgKept = await ndcgKeptBy(options, [byCodes(options.sae)]);
  return { explainedVariance, deadShare, ndcgKept: at(ndcgKept, 0) };
}

const byCodes =
  (sae: FoldedAutoencoder): Reconstruction =>
  (x) =>
    decodeLatents(sae, encodeLatents(sae, x));

async function codesKeep({
  sae,
  hidden,
  everyHidden,
}: QualityOptions): Promise<Pick<Metrics['sae'], 'explainedVariance' | 'l0' | 'deadShare'>> {
  const { explainedVariance, l0 } = await reconstructionQuality(sae, hidden);
  const { fired } = await reconstructionQuality(sae, everyHidden);
  const alive = fired.reduce((count, on) => count + on, 0);
  return { explainedVariance, l0, deadShare: 1 - alive / sae.config.latents };
}

/** For each reconstruction, NDCG@10 with it in place of x ÷ NDCG@10 as it is; 0 where there is nothing to keep. */
async function ndcgKeptBy(
  { model, hook, users, told }: QualityOptions,
  reconstructions: readonly Reconstruction[],
): Promise<number[]> {
  const base: number[] = [];
  const kept = reconstructions.map((): number[] => []);
  for await (const bench of inBenches(model, hook, users)) {
    base.push(...(await bench.run()).ndcg10);
    for (const [i, reconstruct] of reconstructions.entries()) {
      at(kept, i).push(...(await bench.run((x) => tf.sub(reconstruct(x), x))).ndcg10);
    }
    told?.(base.length / users.length);
  }
  return kept.map((values) => (mean(base) > 0 ? mean(values) / mean(base) : 0));
}
