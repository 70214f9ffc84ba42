// Ranking over the full catalogue: the rank of the one held-out item, and the means over users.
import { at } from '@trimtab/shared/look-up.ts';
import { topK } from '@trimtab/shared/top-k.ts';

const CUTOFF = 10;

/**
 * rank = 1 + #{ items i ≠ target, i not excluded : not score[i] < score[target] }
 *
 * Ties count against the model, and so does a score that is not a number, be it the target's or another's. The target
 * is ranked even where `excluded` names it (a history that holds it already).
 *
 * @param excluded items left out of the ranking, usually the history; repeats do no harm
 * @throws RangeError when there is no such target
 * @example rankOf(Float32Array.of(5, 9, 7), 2, [1]) // 1
 */
export function rankOf(scores: Float32Array, target: number, excluded: Iterable<number>): number {
  const wanted = scores[target];
  if (wanted === undefined) throw new RangeError(`target ${target} is not among ${scores.length} scores`);
  let ahead = 0;
  for (let item = 0; item < scores.length; item++) {
    if (!((scores[item] as number) < wanted)) ahead++;
  }
  for (const item of new Set(excluded)) {
    const score = scores[item];
    if (item !== target && score !== undefined && !(score < wanted)) ahead--;
  }
  return ahead; // the target itself was counted: that is the 1
}

/** DCG of a single relevant item at this rank, whose ideal is 1: 1 / log2(1 + rank), 0 beyond the cutoff. */
export const ndcg10Of = (rank: number): number => (rank <= CUTOFF ? 1 / Math.log2(1 + rank) : 0);

export interface RankingMetrics {
  /** Share of users whose target is among the first 10. */
  hr10: number;
  /** mean of 1 / log2(1 + rank), 0 beyond rank 10. */
  ndcg10: number;
  /** mean of 1 / rank over the whole list. */
  mrr: number;
  /** Items in at least one top 10 ÷ items. */
  coverage10: number;
  /** mean -log2(item's share of the training interactions) over all top 10s; an untrained item counts as seen once. */
  novelty10: number;
  users: number;
}

export interface RankingAccumulator {
  /** Adds one user and returns the target's rank. `excluded` items are in no list. */
  add(scores: Float32Array, target: number, excluded: Iterable<number>): number;
  /** Each user's rank, in the order they came: for paired comparisons. */
  readonly ranks: readonly number[];
  /** @throws RangeError before the first user */
  metrics(): RankingMetrics;
}

/**
 * @param counts training interactions of each item
 * @param observe called for each user with the rank and the list, for measures beyond the means
 */
export function createRankingAccumulator(
  counts: readonly number[],
  observe?: (user: { target: number; rank: number; list: readonly number[] }) => void,
): RankingAccumulator {
  const total = counts.reduce((sum, count) => sum + Math.max(1, count), 0);
  const surprise = counts.map((count) => -Math.log2(Math.max(1, count) / total)); // bits
  const recommended = new Set<number>();
  const ranks: number[] = [];
  let bits = 0;
  let listed = 0;
  return {
    ranks,
    add(scores, target, excluded) {
      const left = new Set(excluded);
      const list = topK(scores, CUTOFF, left);
      for (const item of list) {
        recommended.add(item);
        bits += at(surprise, item);
      }
      listed += list.length;
      const rank = rankOf(scores, target, left);
      ranks.push(rank);
      observe?.({ target, rank, list });
      return rank;
    },
    metrics() {
      if (ranks.length === 0) throw new RangeError('no user was ranked: there is nothing to average');
      const mean = (of: (rank: number) => number): number =>
        ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length;
      return {
        hr10: mean((rank) => (rank <= CUTOFF ? 1 : 0)),
        ndcg10: mean(ndcg10Of),
        mrr: mean((rank) => 1 / rank),
        coverage10: recommended.size / counts.length,
        novelty10: listed === 0 ? 0 : bits / listed,
        users: ranks.length,
      };
    },
  };
}
