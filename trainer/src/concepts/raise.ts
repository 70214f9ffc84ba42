// What a latent does to lists: by how much the share of its items rises, all latents pushed alike.
import { fixedChange, type SteeringBench } from '../steering/bench.ts';
import { exposureGain } from '../steering/exposure.ts';
import { between, type LatentEffect } from './effect-latents.ts';
import { LARGEST_LOSS, relativeLoss } from './safe-range.ts';

/**
 * How far each latent is pushed: √(w·F·w) of the edit, about two thirds of what strength 1 of an attribute concept takes. Half
 * its square is the Kullback-Leibler divergence of the choice probabilities.
 */
const PUSH = 0.25;

/** The log-odds by which pushing a latent raises the share of some items; 0 where the ranking suffers by it. */
export type Raise = (latent: number, items: readonly number[]) => Promise<number>;

export async function raiseOf(bench: Pick<SteeringBench, 'run'>, effect: LatentEffect): Promise<Raise> {
  const { decoder, hiddenSize } = effect;
  const base = await bench.run();
  return async (latent, items) => {
    const cost = Math.sqrt(between(effect, latent, latent));
    if (!(cost > 0)) return 0;
    const row = decoder.subarray(latent * hiddenSize, (latent + 1) * hiddenSize);
    const pushed = await bench.run(fixedChange(row.map((value) => (PUSH / cost) * value)));
    if (relativeLoss(base.ndcg10, pushed.ndcg10).mean > LARGEST_LOSS) return 0;
    return exposureGain(base.lists, new Set(items))(pushed.lists);
  };
}
