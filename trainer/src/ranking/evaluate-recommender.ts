// Evaluation of a recommender on what is held out, streamed: users of like history length in batches, the full catalogue.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset, Split } from '../data/dataset.ts';
import { heldOut, userCount } from '../data/dataset.ts';
import { createRandom } from '../math/random.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import type { RankedUser } from './breakdown.ts';
import type { RankingMetrics } from './ranking.ts';
import { createRankingAccumulator } from './ranking.ts';

/** People × items that figures beside the ranking itself are of at most: 6,000 people over 54,000 items. */
const SCORES_OF_SOME = 6000 * 54_000;

/** Fewer people than this tell no share to a percent. */
const LEAST_OF_SOME = 2000;

/** On how many people lists are compared that are worked out several times: on all, but for large catalogues. */
export const someUsers = (items: number): number =>
  Math.max(LEAST_OF_SOME, Math.floor(SCORES_OF_SOME / items));

/** Scores held at a time: 64 MB. */
const SCORES_AT_ONCE = 16_000_000;

/** Users whose scores are held at a time. */
export const usersAtOnce = (items: number): number => Math.max(1, Math.floor(SCORES_AT_ONCE / items));

export interface HeldOutUser {
  user: number;
  history: Int32Array;
  target: number;
  /** Items left out of the ranking. */
  excluded: Int32Array;
}

/** What the split holds out of users, one entry a target; at most `limit` of them, drawn by `seed`. */
export function heldOutUsers(data: Dataset, split: Split, limit = Infinity, seed = 0): HeldOutUser[] {
  const users: HeldOutUser[] = [];
  for (let user = 0; user < userCount(data); user++) {
    for (const held of heldOut(data, user, split)) users.push({ user, ...held });
  }
  if (users.length <= limit) return users;
  const chosen = createRandom(seed, `held out users, ${split}`).shuffle(users).slice(0, limit);
  return chosen.sort((a, b) => a.user - b.user || a.history.length - b.history.length);
}

/**
 * Users in batches of like length, so that little is padded.
 *
 * @param positions the padded size of a batch @param most users of a batch, whose scores are held at once
 */
export function batchesByLength(
  users: HeldOutUser[],
  maxLength: number,
  positions = 8192,
  most = Infinity,
): HeldOutUser[][] {
  const length = (held: HeldOutUser): number => Math.min(held.history.length, maxLength);
  const sorted = users.slice().sort((a, b) => length(a) - length(b) || a.user - b.user);
  const batches: HeldOutUser[][] = [];
  let batch: HeldOutUser[] = [];
  for (const held of sorted) {
    const full = batch.length === most || (batch.length + 1) * length(held) > positions;
    if (batch.length > 0 && full) {
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
 * @param users those of `heldOutUsers` when not all @param told is told how many were ranked
 * @throws RangeError when the split holds out nobody
 */
export async function rankUsers(
  model: Recommender,
  data: Dataset,
  users: HeldOutUser[],
  told: (ranked: number) => void = () => undefined,
): Promise<RankedUsers> {
  const ranked = new Map<HeldOutUser, RankedUser>();
  let current: HeldOutUser | undefined;
  const accumulator = createRankingAccumulator(data.catalogue.counts, (result) => {
    if (current) ranked.set(current, { ...result, historyLength: current.history.length });
  });
  const { items, maxLength } = model.config;
  for (const batch of batchesByLength(users, maxLength, 8192, usersAtOnce(items))) {
    const scores = await batchScores(model, batch);
    batch.forEach((held, i) => {
      current = held;
      const row = scores.subarray(i * items, (i + 1) * items);
      accumulator.add(row, held.target, held.excluded);
    });
    told(ranked.size);
    await nextTurn(); // a large catalogue takes minutes, and Ctrl-C would wait for their end
  }
  return { metrics: accumulator.metrics(), ranked: users.flatMap((held) => ranked.get(held) ?? []) };
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
