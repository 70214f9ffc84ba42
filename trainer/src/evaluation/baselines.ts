// The honest baselines: what any recommender must beat, measured exactly as it is.
import { leaveOneOut, userCount, type Dataset, type Split } from '../data/dataset.ts';
import { itemKnn, markov } from './baselines-neighbours.ts';
import { popularity, recentPopularity } from './baselines-popularity.ts';
import { createRankingAccumulator } from './ranking.ts';

export type BaselineName = 'popularity' | 'recentPopularity' | 'itemKnn' | 'markov';

export interface Baseline {
  name: BaselineName;
  /** @param history items, oldest first @returns scores ∈ [items], higher is better; the caller's to keep */
  score(history: Int32Array): Float32Array;
}

/** Each fitted on training histories alone, for validation and test alike. */
const BASELINES: Record<BaselineName, (data: Dataset) => Baseline> = {
  popularity,
  recentPopularity,
  itemKnn,
  markov,
};

export type BaselineMetrics = Record<BaselineName, { hr10: number; ndcg10: number }>;

/** Leave one out over the full catalogue, items of the history left out, ties against. */
export function evaluateBaselines(data: Dataset, split: Split): BaselineMetrics {
  return {
    popularity: evaluate(BASELINES.popularity(data), data, split),
    recentPopularity: evaluate(BASELINES.recentPopularity(data), data, split),
    itemKnn: evaluate(BASELINES.itemKnn(data), data, split),
    markov: evaluate(BASELINES.markov(data), data, split),
  };
}

function evaluate(baseline: Baseline, data: Dataset, split: Split): { hr10: number; ndcg10: number } {
  const accumulator = createRankingAccumulator(data.catalogue.counts);
  for (let user = 0; user < userCount(data); user++) {
    const held = leaveOneOut(data, user, split);
    if (held !== null) accumulator.add(baseline.score(held.history), held.target, held.history);
  }
  const { hr10, ndcg10 } = accumulator.metrics();
  return { hr10, ndcg10 };
}
