// From the hook on where other positions see an edit of the last: bidirectional models with two blocks and more to go.
import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from '../tensorflow/operations/ops.ts';
import { bucketsOfSequence, runBlock } from './block.ts';
import { NO_DROPOUT } from './dropout.ts';
import type { Recommender } from './recommender.ts';
import { attentionMask, isCausal } from './sequences.ts';

/** Every position's state at the hook, and where each sequence ends. */
export type WholeSequences = {
  states: tf.Tensor2D; // [users·length, d]
  /** 1 at the last position of each sequence, 0 elsewhere. ∈ [users, length, 1] */
  last: tf.Tensor3D;
  lastRows: tf.Tensor1D; // [users] int32
  mask: tf.Tensor3D; // [users, 1, length]
  /** Positions of each sequence that count ∈ [users] */
  lengths: number[];
};

export function wholeSequences(
  model: Recommender,
  states: tf.Tensor2D,
  lastRows: tf.Tensor1D,
  lengths: number[],
): WholeSequences {
  const users = lengths.length;
  const length = states.shape[0] / users;
  const last = tf.buffer([users, length, 1]);
  lengths.forEach((used, user) => last.set(1, user, used - 1, 0));
  const mask = attentionMask(model.config, lengths, length);
  return { states, last: last.toTensor() as tf.Tensor3D, lastRows, mask, lengths };
}

/** The last position's state after `blocks`, having been x ∈ [users, d] at the hook. → [users, d] */
export function runWholeSequences(
  model: Recommender,
  { states, last, lastRows, mask, lengths }: WholeSequences,
  blocks: number[],
  x: tf.Tensor2D,
): tf.Tensor2D {
  const [users, length] = last.shape;
  const own = tf.mul(tf.expandDims(x, 1), last); // [users, length, d]
  const others = tf.mul(tf.reshape(states, own.shape), tf.sub(1, last));
  let current: tf.Tensor2D = tf.reshape(tf.add(own, others), states.shape);
  const buckets = bucketsOfSequence(model.config, length);
  const reach = { causal: isCausal(model.config), lengths };
  const inputs = { shape: [users, length] as [number, number], mask, reach, buckets, dropout: NO_DROPOUT };
  for (const block of blocks) {
    current = runBlock(model, block, current, inputs);
  }
  return gatherRows(current, lastRows);
}
