// The network from the hook on, for the last position only: what steering reruns, in evaluation as at the edge.
import * as tf from '@tensorflow/tfjs-core';
import { hookSchema, type Hook } from '@trimtab/shared/manifest.ts';
import { batchMatMul, gatherRows, maskedSoftmax } from '../tensorflow/operations/ops.ts';
import type { BlockContext } from './attention.ts';
import { bucketBias, joinHeads, queryKeysValues } from './attention.ts';
import { distanceBucket } from './distances.ts';
import { encode, scoreItems } from './encode.ts';
import { addBranch, feedForward, finalNorm, linear } from './layers.ts';
import type { Recommender } from './recommender.ts';
import { MASKED, isCausal, scoringSequences } from './sequences.ts';
import type { RecommenderConfig } from './weights.ts';
import type { WholeSequences } from './whole-sequence.ts';
import { runWholeSequences, wholeSequences } from './whole-sequence.ts';

/**
 * A batch of users stopped at the hook. Where attention is causal, or one block alone is to come, the keys and values of
 * other positions do not see the edit and are kept; else the whole sequences are.
 */
export type HookState = {
  hook: Hook;
  /** The activation at the hook, last position. ∈ [users, d] */
  hidden: tf.Tensor2D;
  contexts: Record<string, BlockContext>;
  /** 0 at positions before the last, large and negative at the last and after it. ∈ [users·heads, 1, length] */
  mask: tf.Tensor3D;
  /** Where positions are relative: how far each position, and then the last itself, is from it. ∈ [users·(length + 1)] */
  buckets?: tf.Tensor1D;
  whole?: WholeSequences;
};

/** @throws RangeError when the model has no such hook point @returns the blocks that come after it */
export function blocksAfter(hook: Hook, blocks: number): number[] {
  if (hook === 'final') return [];
  const block = hookSchema.safeParse(hook).success ? Number(hook.slice('blocks.'.length)) : NaN;
  if (!(block < blocks)) {
    throw new RangeError(`hook point "${hook}": the model has blocks.0 to blocks.${blocks - 1}, and final`);
  }
  return Array.from({ length: blocks - block - 1 }, (_, i) => block + 1 + i);
}

/**
 * Runs whole histories up to the hook. The caller disposes of the result (`disposeState`).
 *
 * @param histories item indices, oldest first; the newest `maxLength` of each are used
 */
export function stopAtHook(model: Recommender, hook: Hook, histories: ArrayLike<number>[]): HookState {
  return tf.tidy(() => {
    const { config } = model;
    const { items, lengths } = scoringSequences(config, histories);
    const later = blocksAfter(hook, config.blocks);
    const othersSee = !isCausal(config) && later.length > 1;
    const contexts: Record<string, BlockContext> = {};
    let atHook: tf.Tensor2D | undefined;
    encode(model, items, {
      lengths,
      visit: (name, x) => {
        if (name === hook) atHook = x;
      },
      visitContext: (block, context) => {
        if (!othersSee && later.includes(block)) contexts[block] = context;
      },
    });
    const length = items.shape[1];
    const lastRows = tf.tensor1d(
      lengths.map((n, user) => user * length + n - 1),
      'int32',
    );
    const states = atHook as unknown as tf.Tensor2D;
    const hidden = gatherRows(states, lastRows);
    const mask = beforeLast(lengths, length, config.heads);
    const state = { hook, hidden, contexts, mask };
    if (othersSee) return { ...state, whole: wholeSequences(model, states, lastRows, lengths) };
    if (config.positions !== 'relative') return state;
    return { ...state, buckets: tf.tensor1d(bucketsFromLast(config, lengths, length), 'int32') };
  });
}

export function disposeState(state: HookState): void {
  tf.dispose(state);
}

/**
 * Scores of every item when `change` is added to the hidden state at the hook's last position.
 *
 * @param change ∈ [users, d], or none for the unsteered scores
 * @returns ∈ [users, items]
 */
export const scoresFromHook = (model: Recommender, state: HookState, change?: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => scoreItems(model, finalFromHook(model, state, change)));

/** The same up to the output of the last normalisation, which scores are linear in. ∈ [users, d] */
export function finalFromHook(model: Recommender, state: HookState, change?: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    let x = change === undefined ? tf.clone(state.hidden) : tf.add<tf.Tensor2D>(state.hidden, change); // [users, d]
    if (state.hook === 'final') return x;
    const later = blocksAfter(state.hook, model.config.blocks);
    if (state.whole) x = runWholeSequences(model, state.whole, later, x);
    else for (const block of later) x = lastPosition(model, state, block, x);
    return finalNorm(model, x);
  });
}

/** One block for the last position: it attends to the context before it and to its own edited self. */
function lastPosition(model: Recommender, state: HookState, block: number, x: tf.Tensor2D): tf.Tensor2D {
  const users = x.shape[0];
  const context = state.contexts[block];
  if (context === undefined) throw new Error(`no context was kept for block ${block}`);
  const own = queryKeysValues(model, block, x, [users, 1]); // each [users·heads, 1, headSize]
  const query = tf.mul<tf.Tensor3D>(own.query, 1 / Math.sqrt(model.config.hiddenSize / model.config.heads));
  const before = tf.add<tf.Tensor3D>(batchMatMul(query, context.keys, true), state.mask); // [users·heads, 1, length]
  const self = tf.sum<tf.Tensor3D>(tf.mul(query, own.keys), 2, true); // [users·heads, 1, 1]
  const all = withDistances(model, state, block, tf.concat<tf.Tensor3D>([before, self], 2));
  const share = maskedSoftmax(all, tf.zeros([1, all.shape[2]])); // [users·heads, 1, length + 1]
  const length = before.shape[2];
  const fromBefore = batchMatMul(tf.slice(share, [0, 0, 0], [-1, 1, length]), context.values);
  const fromSelf = tf.mul(tf.slice(share, [0, 0, length], [-1, 1, 1]), own.values);
  const mixed = joinHeads(model, tf.add<tf.Tensor3D>(fromBefore, fromSelf), users, 1); // [users, d]
  const attended = addBranch(model, block, 1, x, linear(model, `blocks.${block}.out`, mixed));
  return addBranch(model, block, 2, attended, feedForward(model, block, attended));
}

/** Scores ∈ [users·heads, 1, length + 1] with the bias of each distance, where positions are relative. */
function withDistances(
  model: Recommender,
  { buckets }: HookState,
  block: number,
  scores: tf.Tensor3D,
): tf.Tensor3D {
  if (buckets === undefined) return scores;
  const keys = scores.shape[2];
  const { heads } = model.config;
  const bias = tf.reshape<tf.Rank.R3>(bucketBias(model, block, buckets), [heads, buckets.size / keys, keys]);
  return tf.add(scores, tf.reshape(tf.transpose(bias, [1, 0, 2]), scores.shape)); // by user, then by head
}

function bucketsFromLast(config: RecommenderConfig, lengths: number[], length: number): Int32Array {
  const keys = length + 1;
  return Int32Array.from({ length: lengths.length * keys }, (_, i) => {
    const place = i % keys;
    const last = (lengths[Math.floor(i / keys)] as number) - 1;
    return place === length ? 0 : distanceBucket(config, last - place);
  });
}

function beforeLast(lengths: number[], length: number, heads: number): tf.Tensor3D {
  const mask = new Float32Array(lengths.length * heads * length).fill(MASKED);
  lengths.forEach((used, user) => {
    for (let head = 0; head < heads; head++) {
      const row = (user * heads + head) * length;
      mask.fill(0, row, row + used - 1);
    }
  });
  return tf.tensor3d(mask, [lengths.length * heads, 1, length]);
}
