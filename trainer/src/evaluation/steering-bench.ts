// A group of users stopped at the hook, ready to be scored again and again under edits of the hidden state.
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { HookState } from '../recommender/head.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import type { HeldOutUser } from './evaluate-recommender.ts';
import { batchesByLength } from './evaluate-recommender.ts';
import { ndcg10Of, rankOf } from './ranking.ts';

/** What an edit does to the users' lists. */
export interface SteeredLists {
  /** The first ten of each user, history left out. */
  lists: number[][];
  ndcg10: Float64Array; // [users]
  /** Mean score of each item over users, for what an edit promotes and demotes. */
  meanScores: Float64Array; // [items]
}

/** From a user's hidden states ∈ [users, d] to what is added to them ∈ [users, d]. */
export type Change = (hidden: tf.Tensor2D) => tf.Tensor2D;

export interface SteeringBench {
  readonly users: number;
  run(change?: Change): Promise<SteeredLists>;
  dispose(): void;
}

export function steeringBench(model: Recommender, hook: Hook, users: HeldOutUser[]): SteeringBench {
  const groups = batchesByLength(users, model.config.maxLength, 32_768).map((batch) => ({
    batch,
    excluded: batch.map((held) => new Set(held.history)),
    state: stopAtHook(
      model,
      hook,
      batch.map((held) => held.history),
    ),
  }));
  return {
    users: users.length,
    dispose: () => groups.forEach(({ state }) => disposeState(state)),
    async run(change) {
      const { items } = model.config;
      const result: SteeredLists = {
        lists: [],
        ndcg10: new Float64Array(users.length),
        meanScores: new Float64Array(items),
      };
      for (const { batch, excluded, state } of groups) {
        const scores = await scoresUnder(model, state, change);
        batch.forEach((held, i) => {
          const row = scores.subarray(i * items, (i + 1) * items);
          const seen = excluded[i] ?? new Set();
          result.ndcg10[result.lists.length] = ndcg10Of(rankOf(row, held.target, seen));
          result.lists.push(topK(row, 10, seen));
          for (let item = 0; item < items; item++) {
            result.meanScores[item] = (result.meanScores[item] ?? 0) + (row[item] ?? 0) / users.length;
          }
        });
      }
      return result;
    },
  };
}

async function scoresUnder(model: Recommender, state: HookState, change?: Change): Promise<Float32Array> {
  const scores = tf.tidy(() => scoresFromHook(model, state, change?.(state.hidden)));
  const values = await scores.data<'float32'>();
  scores.dispose();
  return values;
}

/** The same vector for everybody: what a fixed edit of latents adds. */
export const fixedChange =
  (vector: Float32Array): Change =>
  (hidden) =>
    tf.add(tf.zerosLike(hidden), tf.tensor1d(vector));

/** Share of the lists' places that the items take. */
export function exposure(lists: readonly number[][], items: ReadonlySet<number>): number {
  let places = 0;
  let taken = 0;
  for (const list of lists) {
    places += list.length;
    for (const item of list) if (items.has(item)) taken++;
  }
  return places === 0 ? 0 : taken / places;
}

/**
 * ln(p / (1 - p)) of a share over `places` places. Half a place is added on both sides (Haldane 1956), so that a
 * share of none or all stays finite.
 */
export function logOdds(share: number, places: number): number {
  const taken = share * places;
  return Math.log((taken + 0.5) / (places - taken + 0.5));
}

/** The mean; of nothing 0, which metrics.json can hold where it says that nothing was measured (0 attributes). */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Benches of at most `size` users one after the other, each disposed of before the next, so that memory is bounded. */
export async function* inBenches(
  model: Recommender,
  hook: Hook,
  users: HeldOutUser[],
  size = 500,
): AsyncGenerator<SteeringBench> {
  for (let start = 0; start < users.length; start += size) {
    const bench = steeringBench(model, hook, users.slice(start, start + size));
    try {
      yield bench;
    } finally {
      bench.dispose(); // also when whoever asked stops early
    }
  }
}
