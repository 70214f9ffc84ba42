// The honest baselines: what any recommender must beat, measured exactly as it is.
import type { Dataset, HeldOut } from '../data/dataset.ts';
import type { Baseline, BaselineName } from './baseline.ts';
import { ease } from './ease.ts';
import { itemKnn, markov } from './neighbours.ts';
import { personalPopularity, popularity, recentPopularity } from './popularity.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';

/** Scores held at a time: 16 MB. */
const SCORES_AT_ONCE = 4_000_000;

interface Ranking {
  hr10: number;
  ndcg10: number;
}

/** EASE is absent where there are too many items for it, personal popularity where nobody comes back to an item. */
type Sometimes = 'ease' | 'personalPopularity';
export type BaselineMetrics = Record<Exclude<BaselineName, Sometimes>, Ranking> &
  Partial<Record<Sometimes, Ranking>>;

export interface RankedBaselines {
  metrics: BaselineMetrics;
  /** The baseline of the highest NDCG@10. */
  best: BaselineName;
  /** The rank that the best baseline gives each target, in the order of the users given. */
  bestRanks: number[];
}

/**
 * Each fitted on training histories alone, for validation and test alike; the full catalogue is ranked but for what is
 * left out, ties against.
 *
 * @throws RangeError when nobody is held out
 */
export function rankBaselines(data: Dataset, users: readonly HeldOut[]): RankedBaselines {
  if (users.length === 0) throw new RangeError('nothing is held out of any user: there is nothing to rank');
  const items = data.catalogue.ids.length;
  const best = { name: 'popularity' as BaselineName, ndcg10: -1, ranks: [] as number[] };
  const measure = (baseline: Baseline): Ranking => {
    const ranks = ranksOf(baseline, items, users);
    const averages = averaged(ranks);
    if (averages.ndcg10 > best.ndcg10) Object.assign(best, { name: baseline.name, ...averages, ranks });
    return averages;
  };
  const metrics: BaselineMetrics = {
    popularity: measure(popularity(data)),
    recentPopularity: measure(recentPopularity(data)),
    itemKnn: measure(itemKnn(data)),
    markov: measure(markov(data)),
  };
  if (data.repeats) metrics.personalPopularity = measure(personalPopularity(data));
  const linear = ease(data);
  if (linear !== null) metrics.ease = measure(linear);
  return { metrics, best: best.name, bestRanks: best.ranks };
}

function ranksOf(baseline: Baseline, items: number, users: readonly HeldOut[]): number[] {
  const size = Math.max(1, Math.floor(SCORES_AT_ONCE / items));
  const ranks: number[] = [];
  for (let start = 0; start < users.length; start += size) {
    const batch = users.slice(start, start + size);
    const scores = baseline.score(batch.map(({ history }) => history));
    batch.forEach(({ target, excluded }, i) => {
      ranks.push(rankOf(scores.subarray(i * items, (i + 1) * items), target, excluded));
    });
  }
  return ranks;
}

function averaged(ranks: readonly number[]): Ranking {
  const mean = (of: (rank: number) => number): number =>
    ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length;
  return { hr10: mean((rank) => (rank <= 10 ? 1 : 0)), ndcg10: mean(ndcg10Of) };
}
