// The honest baselines: what any recommender must beat, measured exactly as it is.
import type { Dataset, HeldOut } from '../data/dataset.ts';
import type { Baseline } from './baseline.ts';
import { BASELINES } from './registry.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';

/** Scores held at a time: 16 MB. */
const SCORES_AT_ONCE = 4_000_000;

interface Ranking {
  hr10: number;
  ndcg10: number;
}

export interface RankedBaselines {
  /** By name; a baseline that does not apply to the data is absent. */
  metrics: Record<string, Ranking>;
  /** The baseline of the highest NDCG@10. */
  best: string;
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
  const best = { name: '', ndcg10: -1, ranks: [] as number[] };
  const metrics: Record<string, Ranking> = {};
  for (const [name, fit] of Object.entries(BASELINES)) {
    const baseline = fit(data);
    if (baseline === null) continue;
    const ranks = ranksOf(baseline, items, users);
    const averages = averaged(ranks);
    metrics[name] = averages;
    if (averages.ndcg10 > best.ndcg10) Object.assign(best, { name, ...averages, ranks });
  }
  return { metrics, best: best.name, bestRanks: best.ranks };
}

function ranksOf(baseline: Baseline, items: number, users: readonly HeldOut[]): number[] {
  const { rank } = baseline;
  if (rank !== undefined) return users.map((held) => rank(held));
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
