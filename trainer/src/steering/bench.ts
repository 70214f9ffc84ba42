// A group of users stopped at the hook, ready to be scored again and again under edits of the hidden state.
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { HookState } from '../recommender/head.ts';
import { scoreItems } from '../recommender/encode.ts';
import { disposeState, finalFromHook, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import { batchesByLength } from '../ranking/evaluate-recommender.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';

/** What an edit does to the users' lists. */
export interface SteeredLists {
  /** The first ten of each user, history left out. */
  lists: number[][];
  ndcg10: Float64Array; // [users]
  /** Mean score of each item over users, before any rescoring: for what an edit promotes and demotes. */
  meanScores: Float64Array; // [items]
}

/**
 * Turns users' hidden states ∈ [users, d] into what is added to them ∈ [users, d].
 *
 * @param first the place in the bench of the first of these users
 */
export type Change = (hidden: tf.Tensor2D, first: number) => tf.Tensor2D;

/** Changes one user's scores ∈ [items] in place, `user` being the place in the bench. */
export type Rescore = (scores: Float32Array, user: BenchUser) => void;

export interface BenchUser {
  place: number;
  target: number;
  /** Items that the list leaves out. */
  excluded: ReadonlySet<number>;
}

export interface SteeringBench {
  readonly users: number;
  /** In the order of all results: short histories first. */
  readonly held: readonly BenchUser[];
  run(change?: Change, rescore?: Rescore): Promise<SteeredLists>;
  /** Scores of everybody, without lists. */
  score(change: Change | undefined, visit: Rescore): Promise<void>;
  /**
   * Jᵀc for each user, where J = ∂scores/∂x at the hook's last position, and c ∈ [users, items] is made of the unsteered
   * scores: the gradient of Σ_i c_i·s_i, with c held fixed.
   *
   * @returns ∈ [users, d]
   */
  pullBack(coefficients: (scores: tf.Tensor2D, first: number) => tf.Tensor2D): Promise<Float32Array>;
  /** The hidden states at the hook. ∈ [users, d] */
  hidden(): Promise<Float32Array>;
  /** The last hidden states, which scores are linear in. ∈ [users, d] */
  last(change?: Change): Promise<Float32Array>;
  dispose(): void;
}

interface Group {
  first: number;
  users: BenchUser[];
  state: HookState;
}

/** Padded positions that are taken through the network together. */
const POSITIONS = 32_768;

/**
 * Stops users at the hook; the caller disposes of the bench.
 *
 * @example const { lists } = await bench.run(fixedChange(direction));
 */
export function steeringBench(model: Recommender, hook: Hook, users: HeldOutUser[]): SteeringBench {
  const groups = groupsOf(model, hook, users);
  const held = groups.flatMap((group) => group.users);
  return {
    users: users.length,
    held,
    dispose: () => groups.forEach(({ state }) => disposeState(state)),
    run: (change, rescore) => steeredLists(model, groups, change, rescore),
    async score(change, visit) {
      await eachUser(model, groups, change, visit);
    },
    pullBack: (coefficients) =>
      rowsOf(groups, model.config.hiddenSize, ({ state, first }) => {
        const constant = coefficients(scoresFromHook(model, state), first);
        const weighted = (change: tf.Tensor): tf.Scalar =>
          tf.sum(tf.mul(scoresFromHook(model, state, change as tf.Tensor2D), constant));
        return tf.grad(weighted)(tf.zerosLike(state.hidden));
      }),
    hidden: () => rowsOf(groups, model.config.hiddenSize, ({ state }) => tf.clone(state.hidden)),
    last: (change) =>
      rowsOf(groups, model.config.hiddenSize, ({ state, first }) =>
        finalFromHook(model, state, change?.(state.hidden, first)),
      ),
  };
}

function groupsOf(model: Recommender, hook: Hook, users: HeldOutUser[]): Group[] {
  let first = 0;
  return batchesByLength(users, model.config.maxLength, POSITIONS).map((batch) => {
    const histories = batch.map((held) => held.history);
    const group: Group = {
      first,
      users: batch.map((held, i) => ({
        place: first + i,
        target: held.target,
        excluded: new Set(held.excluded),
      })),
      state: stopAtHook(model, hook, histories),
    };
    first += batch.length;
    return group;
  });
}

async function steeredLists(
  model: Recommender,
  groups: readonly Group[],
  change?: Change,
  rescore?: Rescore,
): Promise<SteeredLists> {
  const lists: number[][] = [];
  const ndcg10 = new Float64Array(groups.reduce((sum, { users }) => sum + users.length, 0));
  const meanScores = await eachUser(model, groups, change, (scores, user) => {
    rescore?.(scores, user);
    const list = topK(scores, 10, user.excluded);
    lists.push(list);
    ndcg10[user.place] = ndcg10In(list, scores, user);
  });
  return { lists, ndcg10, meanScores };
}

/** Shows the scores of each user in turn. @returns the mean score of each item ∈ [items] */
async function eachUser(
  model: Recommender,
  groups: readonly Group[],
  change: Change | undefined,
  visit: Rescore,
): Promise<Float64Array> {
  const { items } = model.config;
  const count = groups.reduce((sum, { users }) => sum + users.length, 0);
  const means = new Float64Array(items);
  for (const { first, users, state } of groups) {
    const { scores, sums } = await scoresUnder(model, state, change && ((hidden) => change(hidden, first)));
    sums.forEach((sum, item) => (means[item] = (means[item] as number) + sum / count));
    users.forEach((user, i) => visit(scores.subarray(i * items, (i + 1) * items), user));
    await nextTurn(); // else Ctrl-C would wait for the whole search that runs this bench
  }
  return means;
}

/** The rank is counted only where it can be among the first ten. */
function ndcg10In(list: readonly number[], scores: Float32Array, { target, excluded }: BenchUser): number {
  if (!list.includes(target) && !excluded.has(target)) return 0;
  return ndcg10Of(rankOf(scores, target, excluded));
}

/** Scores of each user ∈ [users·items], and of each item their sum over users ∈ [items]. */
async function scoresUnder(
  model: Recommender,
  state: HookState,
  change?: (hidden: tf.Tensor2D) => tf.Tensor2D,
): Promise<{ scores: Float32Array; sums: Float32Array }> {
  const [scores, sums] = tf.tidy(() => {
    const final = finalFromHook(model, state, change?.(state.hidden));
    // Scores are linear in the last states: their sum is the score of the states' sum.
    return [scoreItems(model, final), scoreItems(model, tf.sum(final, 0, true))];
  });
  const values = { scores: await scores.data<'float32'>(), sums: await sums.data<'float32'>() };
  tf.dispose([scores, sums]);
  return values;
}

/** One row of `width` numbers a user, group after group. */
async function rowsOf(
  groups: readonly Group[],
  width: number,
  of: (group: Group) => tf.Tensor,
): Promise<Float32Array> {
  const count = groups.reduce((sum, { users }) => sum + users.length, 0);
  const rows = new Float32Array(count * width);
  for (const group of groups) {
    const part = tf.tidy(() => of(group));
    rows.set(await part.data<'float32'>(), group.first * width);
    part.dispose();
    await nextTurn();
  }
  return rows;
}

/** The same vector for everybody: what a fixed edit of latents adds. */
export const fixedChange =
  (vector: Float32Array): Change =>
  (hidden) =>
    tf.add(tf.zerosLike(hidden), tf.tensor1d(vector));

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
