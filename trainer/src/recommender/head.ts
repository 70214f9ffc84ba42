// The network from the hook on, for the last position only: what steering reruns, in evaluation as at the edge.
import * as tf from '@tensorflow/tfjs-core';
import { hookSchema, type Hook } from '@trimtab/shared/manifest.ts';
import { attendOnce, gatherRows } from '../tensorflow/operations/ops.ts';
import type { Kept } from '../tensorflow/operations/ops.ts';
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
  /** By block; `bias` hides the last position and what follows it, and holds the distances where they count. */
  contexts: Record<string, Kept>;
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
    if (othersSee)
      return { hook, hidden, contexts: {}, whole: wholeSequences(model, states, lastRows, lengths) };
    const mask = beforeLast(lengths, length, config.heads);
    const kept = Object.entries(contexts).map(([block, context]) => {
      const bias = withDistances(model, Number(block), lengths, mask);
      return [block, { keys: context.keys, values: context.values, bias }] as const;
    });
    return { hook, hidden, contexts: Object.fromEntries(kept) };
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
  const mixed = joinHeads(model, attendOnce({ ...own, query }, context), users, 1); // [users, d]
  const attended = addBranch(model, block, 1, x, linear(model, `blocks.${block}.out`, mixed));
  return addBranch(model, block, 2, attended, feedForward(model, block, attended));
}

/** The mask ∈ [users·heads, 1, length + 1] with the bias of each distance from the last, where positions are relative. */
function withDistances(model: Recommender, block: number, lengths: number[], mask: tf.Tensor3D): tf.Tensor3D {
  const { config } = model;
  if (config.positions !== 'relative') return mask;
  const keys = mask.shape[2];
  const buckets = tf.tensor1d(bucketsFromLast(config, lengths, keys - 1), 'int32');
  const bias = tf.reshape<tf.Rank.R3>(bucketBias(model, block, buckets), [
    config.heads,
    lengths.length,
    keys,
  ]);
  return tf.add(mask, tf.reshape(tf.transpose(bias, [1, 0, 2]), mask.shape)); // by user, then by head
}

/** How far each position, and then the last itself, is from it, in buckets ∈ [users·(length + 1)] */
function bucketsFromLast(config: RecommenderConfig, lengths: number[], length: number): Int32Array {
  const keys = length + 1;
  return Int32Array.from({ length: lengths.length * keys }, (_, i) => {
    const place = i % keys;
    const last = (lengths[Math.floor(i / keys)] as number) - 1;
    return place === length ? 0 : distanceBucket(config, last - place);
  });
}

/** 0 at positions before the last and, in the last column, for itself; `MASKED` at others. ∈ [users·heads, 1, length + 1] */
function beforeLast(lengths: number[], length: number, heads: number): tf.Tensor3D {
  const mask = new Float32Array(lengths.length * heads * (length + 1)).fill(MASKED);
  lengths.forEach((used, user) => {
    for (let head = 0; head < heads; head++) {
      const row = (user * heads + head) * (length + 1);
      mask.fill(0, row, row + used - 1);
      mask[row + length] = 0;
    }
  });
  return tf.tensor3d(mask, [lengths.length * heads, 1, length + 1]);
}
