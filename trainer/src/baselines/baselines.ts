// The honest baselines: what any recommender must beat, measured exactly as it is.
import { setImmediate as nextTurn } from 'node:timers/promises';
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
 * @param told is told which baseline ranked how many of the users
 * @param baselines by name, in the order in which they are measured
 * @throws RangeError when nobody is held out
 */
export async function rankBaselines(
  data: Dataset,
  users: readonly HeldOut[],
  told: (name: string, ranked: number) => void = () => undefined,
  baselines: typeof BASELINES = BASELINES,
): Promise<RankedBaselines> {
  if (users.length === 0) throw new RangeError('nothing is held out of any user: there is nothing to rank');
  const items = data.catalogue.ids.length;
  const best = { name: '', ndcg10: -1, ranks: [] as number[] };
  const metrics: Record<string, Ranking> = {};
  for (const [name, fit] of Object.entries(baselines)) {
    told(name, 0);
    await nextTurn();
    const baseline = fit(data);
    if (baseline === null) continue;
    const ranks: number[] = [];
    for (const batch of inBatches(users, items)) {
      ranks.push(...ranksOf(baseline, items, batch));
      told(name, ranks.length);
      await nextTurn(); // a large catalogue takes minutes, and Ctrl-C would wait for their end
    }
    const averages = averaged(ranks);
    metrics[name] = averages;
    if (averages.ndcg10 > best.ndcg10) Object.assign(best, { name, ...averages, ranks });
  }
  return { metrics, best: best.name, bestRanks: best.ranks };
}

function* inBatches(users: readonly HeldOut[], items: number): Generator<readonly HeldOut[]> {
  const size = Math.max(1, Math.floor(SCORES_AT_ONCE / items));
  for (let start = 0; start < users.length; start += size) yield users.slice(start, start + size);
}

function ranksOf(baseline: Baseline, items: number, batch: readonly HeldOut[]): number[] {
  const { rank } = baseline;
  if (rank !== undefined) return batch.map((held) => rank(held));
  const scores = baseline.score(batch.map(({ history }) => history));
  return batch.map(({ target, excluded }, i) =>
    rankOf(scores.subarray(i * items, (i + 1) * items), target, excluded),
  );
}

function averaged(ranks: readonly number[]): Ranking {
  const mean = (of: (rank: number) => number): number =>
    ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length;
  return { hr10: mean((rank) => (rank <= 10 ? 1 : 0)), ndcg10: mean(ndcg10Of) };
}
