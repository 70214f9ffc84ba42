// The honest baselines: what any recommender must beat, measured exactly as it is.
import { leaveOneOut, userCount, type Dataset, type Split } from '../data/dataset.ts';
import type { Baseline, BaselineName } from './baseline.ts';
import { itemKnn, markov } from './baselines-neighbours.ts';
import { popularity, recentPopularity } from './baselines-popularity.ts';
import { ndcg10Of, rankOf } from './ranking.ts';

/** Each fitted on training histories alone, for validation and test alike. */
const BASELINES: Record<BaselineName, (data: Dataset) => Baseline> = {
  popularity,
  recentPopularity,
  itemKnn,
  markov,
};

export type BaselineMetrics = Record<BaselineName, { hr10: number; ndcg10: number }>;

/**
 * Leave one out over the full catalogue, items of the history left out, ties against.
 *
 * @throws RangeError when nobody can be held out
 */
export function evaluateBaselines(data: Dataset, split: Split): BaselineMetrics {
  return {
    popularity: evaluate(BASELINES.popularity(data), data, split),
    recentPopularity: evaluate(BASELINES.recentPopularity(data), data, split),
    itemKnn: evaluate(BASELINES.itemKnn(data), data, split),
    markov: evaluate(BASELINES.markov(data), data, split),
  };
}

function evaluate(baseline: Baseline, data: Dataset, split: Split): { hr10: number; ndcg10: number } {
  let users = 0;
  let hits = 0;
  let gain = 0;
  for (let user = 0; user < userCount(data); user++) {
    const held = leaveOneOut(data, user, split);
    if (held === null) continue;
    const rank = rankOf(baseline.score(held.history), held.target, held.history);
    users++;
    if (rank <= 10) hits++;
    gain += ndcg10Of(rank);
  }
  if (users === 0) throw new RangeError('no user has the three interactions that holding one out needs');
  return { hr10: hits / users, ndcg10: gain / users };
}
