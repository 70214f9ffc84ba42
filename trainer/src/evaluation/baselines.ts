// The honest baselines: what any recommender must beat, measured exactly as it is.
import { heldOut, protocolOf, userCount, type Dataset, type Split } from '../data/dataset.ts';
import type { Baseline, BaselineName } from './baseline.ts';
import { ease } from './baselines-ease.ts';
import { itemKnn, markov } from './baselines-neighbours.ts';
import { popularity, recentPopularity } from './baselines-popularity.ts';
import { ndcg10Of, rankOf } from './ranking.ts';

interface Ranking {
  hr10: number;
  ndcg10: number;
}

/** EASE is absent where there are too many items for it. */
export type BaselineMetrics = Record<Exclude<BaselineName, 'ease'>, Ranking> & { ease?: Ranking };

export interface RankedBaselines {
  metrics: BaselineMetrics;
  /** The baseline of the highest NDCG@10. */
  best: BaselineName;
  /** The rank that the best baseline gives each held-out user's target, in the order of users. */
  bestRanks: number[];
}

/**
 * Each fitted on training histories alone, for validation and test alike; the full catalogue is ranked, items of the
 * history left out, ties against.
 *
 * @throws RangeError when nobody can be held out
 */
export function rankBaselines(data: Dataset, split: Split): RankedBaselines {
  const ranks = {
    popularity: ranksOf(popularity(data), data, split),
    recentPopularity: ranksOf(recentPopularity(data), data, split),
    itemKnn: ranksOf(itemKnn(data), data, split),
    markov: ranksOf(markov(data), data, split),
  };
  const shallow = ease(data);
  const easeRanks = shallow === null ? {} : { ease: ranksOf(shallow, data, split) };
  const all: [string, number[]][] = Object.entries({ ...ranks, ...easeRanks });
  const [best, bestRanks] = all.reduce((a, b) => (averaged(b[1]).ndcg10 > averaged(a[1]).ndcg10 ? b : a));
  return {
    metrics: {
      popularity: averaged(ranks.popularity),
      recentPopularity: averaged(ranks.recentPopularity),
      itemKnn: averaged(ranks.itemKnn),
      markov: averaged(ranks.markov),
      ...(easeRanks.ease === undefined ? {} : { ease: averaged(easeRanks.ease) }),
    },
    best: best as BaselineName,
    bestRanks,
  };
}

/** @throws RangeError when nobody can be held out */
export const evaluateBaselines = (data: Dataset, split: Split): BaselineMetrics =>
  rankBaselines(data, split).metrics;

function ranksOf(baseline: Baseline, data: Dataset, split: Split): number[] {
  const ranks: number[] = [];
  for (let user = 0; user < userCount(data); user++) {
    const held = heldOut(data, user, split);
    if (held === null) continue;
    ranks.push(rankOf(baseline.score(held.history), held.target, held.history));
  }
  if (ranks.length === 0)
    throw new RangeError(`${protocolOf(data)} holds nothing out of any user for ${split}`);
  return ranks;
}

function averaged(ranks: readonly number[]): Ranking {
  const mean = (of: (rank: number) => number): number =>
    ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length;
  return { hr10: mean((rank) => (rank <= 10 ? 1 : 0)), ndcg10: mean(ndcg10Of) };
}
