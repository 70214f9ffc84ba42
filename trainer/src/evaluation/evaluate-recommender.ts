// Leave-one-out evaluation of a recommender, streamed: users of like history length in batches, the full catalogue.
import type { Dataset, Split } from '../data/dataset.ts';
import { heldOut, userCount } from '../data/dataset.ts';
import { createRandom } from '../random.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import type { RankedUser } from './ranking-breakdown.ts';
import type { RankingMetrics } from './ranking.ts';
import { createRankingAccumulator } from './ranking.ts';

export interface HeldOutUser {
  user: number;
  history: Int32Array;
  target: number;
}

/** Users that the split holds something out of; at most `limit` of them, drawn by `seed`. */
export function heldOutUsers(data: Dataset, split: Split, limit = Infinity, seed = 0): HeldOutUser[] {
  const users: HeldOutUser[] = [];
  for (let user = 0; user < userCount(data); user++) {
    const held = heldOut(data, user, split);
    if (held !== null) users.push({ user, ...held });
  }
  if (users.length <= limit) return users;
  const chosen = createRandom(seed, `held out users, ${split}`).shuffle(users).slice(0, limit);
  return chosen.sort((a, b) => a.user - b.user);
}

/** Users in batches of like length, so that little is padded; `positions` is the padded size of a batch. */
export function batchesByLength(users: HeldOutUser[], maxLength: number, positions = 8192): HeldOutUser[][] {
  const length = (held: HeldOutUser): number => Math.min(held.history.length, maxLength);
  const sorted = users.slice().sort((a, b) => length(a) - length(b) || a.user - b.user);
  const batches: HeldOutUser[][] = [];
  let batch: HeldOutUser[] = [];
  for (const held of sorted) {
    if (batch.length > 0 && (batch.length + 1) * length(held) > positions) {
      batches.push(batch);
      batch = [];
    }
    batch.push(held);
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

export interface RankedUsers {
  metrics: RankingMetrics;
  /** In the order of the users given. */
  ranked: RankedUser[];
}

/**
 * @param users those of `heldOutUsers` when not all
 * @throws RangeError when the split holds out nobody
 */
export async function rankUsers(model: Recommender, data: Dataset, users: HeldOutUser[]): Promise<RankedUsers> {
  const ranked = new Map<number, RankedUser>();
  let current: HeldOutUser | undefined;
  const accumulator = createRankingAccumulator(data.catalogue.counts, (result) => {
    if (current) ranked.set(current.user, { ...result, historyLength: current.history.length });
  });
  for (const batch of batchesByLength(users, model.config.maxLength)) {
    const scores = await batchScores(model, batch);
    batch.forEach((held, i) => {
      current = held;
      const row = scores.subarray(i * model.config.items, (i + 1) * model.config.items);
      accumulator.add(row, held.target, held.history);
    });
  }
  return { metrics: accumulator.metrics(), ranked: users.flatMap(({ user }) => ranked.get(user) ?? []) };
}

/** The figures of `rankUsers` alone. */
export async function evaluateRecommender(
  model: Recommender,
  data: Dataset,
  split: Split,
  users: HeldOutUser[] = heldOutUsers(data, split),
): Promise<RankingMetrics> {
  return (await rankUsers(model, data, users)).metrics;
}

async function batchScores(model: Recommender, batch: HeldOutUser[]): Promise<Float32Array> {
  const state = stopAtHook(
    model,
    'final',
    batch.map((held) => held.history),
  );
  const scores = scoresFromHook(model, state);
  const values = await scores.data<'float32'>();
  disposeState(state);
  scores.dispose();
  return values;
}
