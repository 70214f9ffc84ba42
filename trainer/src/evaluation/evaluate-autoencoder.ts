// What the autoencoder keeps: variance, and ranking quality when its reconstruction replaces the hidden state.
import type * as tf from '@tensorflow/tfjs-core';
import { sub } from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { decodeLatents, encodeLatents, reconstructionQuality } from '../sae/codes.ts';
import type { HeldOutUser } from './evaluate-recommender.ts';
import { inBenches, mean } from './steering-bench.ts';

/**
 * @param hidden activations of the test users ∈ [n, d]
 * @param everyHidden activations of all users, on which a latent that never fires is dead
 * @param users test users whose next item is ranked with dec(enc(x)) in place of x at the last position
 */
export async function evaluateAutoencoder(options: {
  model: Recommender;
  hook: Hook;
  sae: FoldedAutoencoder;
  hidden: Float32Array;
  everyHidden: Float32Array;
  users: HeldOutUser[];
}): Promise<Metrics['sae']> {
  const { model, hook, sae, hidden, everyHidden, users } = options;
  const { explainedVariance, l0 } = await reconstructionQuality(sae, hidden);
  const { fired } = await reconstructionQuality(sae, everyHidden);
  const alive = fired.reduce((count, on) => count + on, 0);
  const replaced = (x: tf.Tensor2D): tf.Tensor2D => sub(decodeLatents(sae, encodeLatents(sae, x)), x);
  const kept: number[] = [];
  const base: number[] = [];
  for await (const bench of inBenches(model, hook, users)) {
    base.push(...(await bench.run()).ndcg10);
    kept.push(...(await bench.run(replaced)).ndcg10);
  }
  return {
    split: 'test',
    kind: sae.config.kind,
    latents: sae.config.latents,
    explainedVariance,
    l0,
    deadShare: 1 - alive / sae.config.latents,
    ndcgKept: mean(base) > 0 ? mean(kept) / mean(base) : 0, // a model that hits nothing has nothing to keep
  };
}
