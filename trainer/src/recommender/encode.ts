// The network over whole sequences, read top to bottom in the order of use: a pre-norm transformer over items.
// The formulas and the names of the weights stand in weights.ts.
import * as tf from '@tensorflow/tfjs-core';
import { gatherRows, matMul } from '../tensorflow/ops.ts';
import type { BlockContext } from './attention.ts';
import { attend, causalMask, distanceBias, queryKeysValues } from './attention.ts';
import { pairBuckets } from './distances.ts';
import type { Dropouts } from './dropout.ts';
import { NO_DROPOUT } from './dropout.ts';
import { addBranch, feedForward, finalNorm, linear } from './layers.ts';
import type { Recommender } from './recommender.ts';
import { parameter } from './recommender.ts';
import { outputTable } from './weights.ts';

/** What a hook point sees on the way: the hook's name and its activation ∈ [batch·length, hiddenSize]. */
export type Visit = (hook: string, x: tf.Tensor2D) => void;

export interface EncodeOptions {
  dropout?: Dropouts | undefined;
  visit?: Visit;
  visitContext?: (block: number, context: BlockContext) => void;
  /** Each position's row of the position table ∈ [batch·length] int32; 0, 1, … along every row unless given. */
  positions?: tf.Tensor1D;
  /** Added to the attention scores ∈ [batch or 1, length or 1, length]; causal unless given. */
  mask?: tf.Tensor3D;
}

/**
 * The last normalisation's output at every position.
 *
 * @param items ∈ [batch, length] int32, left-aligned; what follows a history's end is never seen by it (causal)
 * @returns ∈ [batch·length, hiddenSize]
 */
export function encode(model: Recommender, items: tf.Tensor2D, options: EncodeOptions = {}): tf.Tensor2D {
  const { dropout = NO_DROPOUT, visit, visitContext, positions } = options;
  const attention = { mask: options.mask ?? causalMask(items.shape[1]), dropout: dropout.attention };
  const distances = distanceBiases(model, items.shape[1]);
  let x: tf.Tensor2D = dropout.embedding(embed(model, items, positions)); // [batch·length, d]
  for (let block = 0; block < model.config.blocks; block++) {
    const { query, keys, values } = queryKeysValues(model, block, x, items.shape);
    visitContext?.(block, { keys, values });
    const seen = { ...attention, distances: distances(block) };
    const attended = attend(model, { query, keys, values }, seen, items.shape);
    x = addBranch(model, block, 1, x, dropout.branch(linear(model, `blocks.${block}.out`, attended)));
    x = addBranch(model, block, 2, x, dropout.branch(feedForward(model, block, x)));
    visit?.(`blocks.${block}`, x);
  }
  const hidden = finalNorm(model, x);
  visit?.('final', hidden);
  return hidden;
}

/** Each block's bias of all pairs in a sequence, where positions are relative. */
function distanceBiases(model: Recommender, length: number): (block: number) => tf.Tensor4D | undefined {
  if (model.config.positions !== 'relative') return () => undefined;
  const buckets = tf.tensor1d(pairBuckets(model.config, length), 'int32');
  return (block) => distanceBias(model, block, buckets, [length, length]);
}

/** x = √d·items[i] + positions, position 0 being the first item of the window unless positions are given; relative
 * positions add nothing here. */
function embed(model: Recommender, items: tf.Tensor2D, positions?: tf.Tensor1D): tf.Tensor2D {
  const [batch, length] = items.shape;
  const { hiddenSize } = model.config;
  const rows = gatherRows(parameter(model, 'items'), tf.reshape(items, [batch * length]));
  const scaled = tf.mul<tf.Tensor2D>(rows, Math.sqrt(hiddenSize));
  if (model.config.positions === 'relative') return scaled;
  const table = parameter<tf.Tensor2D>(model, 'positions');
  if (positions !== undefined) return tf.add(scaled, gatherRows(table, positions));
  // The same rows for every sequence: a slice costs less than a look-up.
  const first = tf.slice(table, [0, 0], [length, hiddenSize]);
  const bySequence = tf.add(tf.reshape(scaled, [batch, length, hiddenSize]), first);
  return tf.reshape(bySequence, [batch * length, hiddenSize]);
}

/** Scores of every item from hidden states: hidden · outputᵀ ∈ [rows, items] */
export const scoreItems = (model: Recommender, hidden: tf.Tensor2D): tf.Tensor2D =>
  matMul(hidden, parameter(model, outputTable(model.config)), true);
