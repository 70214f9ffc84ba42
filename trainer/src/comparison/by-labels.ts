// The plain alternatives to latents, which need the attribute's labels when they serve: a boost of scores, a quota, and a
// boost by a classifier of item vectors.
import { topK } from '@trimtab/shared/top-k.ts';
import type { Benches, Steerer } from '../steering/steerer.ts';
import type { Rescore } from '../steering/bench.ts';

const LIST = 10;

function rescoring(method: string, benches: Benches, at: (size: number) => Rescore): Steerer {
  return { method, hook: 'scores', run: (side, size) => benches[side].run(undefined, at(size)) };
}

/** s_i + size for the concept's items. */
export const boost = (benches: Benches, items: ReadonlySet<number>): Steerer =>
  rescoring('boost', benches, (size) => (scores) => {
    for (const item of items) scores[item] = (scores[item] as number) + size;
  });

/** s_i + size·P(i has the attribute), by a classifier that has seen some of the items. */
export const classifierBoost = (benches: Benches, probability: ArrayLike<number>): Steerer =>
  rescoring('classifier', benches, (size) => (scores) => {
    for (let i = 0; i < scores.length; i++)
      scores[i] = (scores[i] as number) + size * (probability[i] as number);
  });

/**
 * Greedy quota re-ranking: at least `size` of the ten places for the concept's items, the best of them and of the
 * others, in the order of their scores. Between two whole numbers, so many of the users get the higher one.
 */
export const quota = (benches: Benches, items: ReadonlySet<number>): Steerer =>
  rescoring('quota', benches, (size) => (scores, { place, excluded }) => {
    const turn = (place * 0.618_033_988_75) % 1; // spread evenly over users, the same at every size
    enforceQuota(scores, items, excluded, Math.min(LIST, Math.floor(size) + (turn < size % 1 ? 1 : 0)));
  });

/** Lifts ten items above all others: the best `least` of the concept's, and then the best of all. */
export function enforceQuota(
  scores: Float32Array,
  items: ReadonlySet<number>,
  excluded: ReadonlySet<number>,
  least: number,
): void {
  const list = topK(scores, LIST, excluded);
  const own = list.filter((item) => items.has(item)).length;
  if (own >= least) return;
  const others = new Set([...excluded, ...items]);
  const mine = bestOf(scores, items, excluded, least);
  const chosen = [...mine, ...topK(scores, LIST - mine.length, others)];
  const lift = 2 * Math.max(...chosen.map((item) => Math.abs(scores[item] as number))) + highest(scores);
  for (const item of chosen) scores[item] = (scores[item] as number) + lift;
}

function bestOf(
  scores: Float32Array,
  items: ReadonlySet<number>,
  excluded: ReadonlySet<number>,
  count: number,
): number[] {
  return [...items]
    .filter((item) => !excluded.has(item))
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, count);
}

const highest = (scores: Float32Array): number =>
  scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
