// The network over whole sequences, read top to bottom in the order of use: a pre-norm transformer over items.
// The formulas and the names of the weights stand in weights.ts.
import * as tf from '@tensorflow/tfjs-core';
import { gatherRows, matMul } from '../tensorflow/operations/ops.ts';
import type { BlockContext } from './attention.ts';
import { bucketsOfSequence, runBlock } from './block.ts';
import type { Dropouts } from './dropout.ts';
import { NO_DROPOUT } from './dropout.ts';
import { finalNorm } from './layers.ts';
import type { Recommender } from './recommender.ts';
import { parameter } from './recommender.ts';
import { attentionMask, isCausal, longestSequence, placesOf } from './sequences.ts';
import { outputTable } from './weights.ts';

/** What a hook point sees on the way: the hook's name and its activation ∈ [batch·length, hiddenSize]. */
export type Visit = (hook: string, x: tf.Tensor2D) => void;

export interface EncodeOptions {
  dropout?: Dropouts | undefined;
  visit?: Visit;
  visitContext?: (block: number, context: BlockContext) => void;
  /** How many positions of each row count ∈ [batch]; all unless given. */
  lengths?: number[] | undefined;
}

/**
 * The last normalisation's output at every position.
 *
 * @param items ∈ [batch, length] int32, left-aligned; what follows a sequence's end is never seen by it
 * @returns ∈ [batch·length, hiddenSize]
 * @throws RangeError when a sequence is longer than the model
 */
export function encode(model: Recommender, items: tf.Tensor2D, options: EncodeOptions = {}): tf.Tensor2D {
  const { dropout = NO_DROPOUT, visit, visitContext } = options;
  const { config } = model;
  const [batch, length] = items.shape;
  if (length > longestSequence(config)) {
    const most = longestSequence(config);
    throw new RangeError(`a sequence of ${length} positions: the model has ${most}, so cut it to the newest`);
  }
  const { lengths = Array.from({ length: batch }, () => length) } = options;
  const mask = attentionMask(config, lengths, length);
  const reach = { causal: isCausal(config), lengths };
  const buckets = bucketsOfSequence(config, length);
  let x: tf.Tensor2D = dropout.embedding(embed(model, items, lengths)); // [batch·length, d]
  for (let block = 0; block < config.blocks; block++) {
    x = runBlock(model, block, x, { shape: items.shape, mask, reach, buckets, dropout, visitContext });
    visit?.(`blocks.${block}`, x);
  }
  const hidden = finalNorm(model, x);
  visit?.('final', hidden);
  return hidden;
}

/** x = √d·items[i] + positions[place of i]; relative positions add nothing here. */
function embed(model: Recommender, items: tf.Tensor2D, lengths: number[]): tf.Tensor2D {
  const { config } = model;
  const [batch, length] = items.shape;
  const rows = gatherRows(inputTable(model), tf.reshape(items, [batch * length]));
  const scaled = tf.mul<tf.Tensor2D>(rows, Math.sqrt(config.hiddenSize));
  if (config.positions === 'relative') return scaled;
  const table = parameter<tf.Tensor2D>(model, 'positions');
  if (!isCausal(config)) return tf.add(scaled, gatherRows(table, placesOf(config, lengths, length)));
  // The same rows for every sequence: a slice costs less than a look-up.
  const first = tf.slice(table, [0, 0], [length, config.hiddenSize]);
  const bySequence = tf.add(tf.reshape(scaled, [batch, length, config.hiddenSize]), first);
  return tf.reshape(bySequence, [batch * length, config.hiddenSize]);
}

/** The items' vectors and, for a model that has it, [MASK]'s after them. */
function inputTable(model: Recommender): tf.Tensor2D {
  const items = parameter<tf.Tensor2D>(model, 'items');
  return isCausal(model.config) ? items : tf.concat([items, parameter<tf.Tensor2D>(model, 'mask')]);
}

/** Scores of every item from hidden states: hidden · outputᵀ ∈ [rows, items] */
export const scoreItems = (model: Recommender, hidden: tf.Tensor2D): tf.Tensor2D =>
  matMul(hidden, parameter(model, outputTable(model.config)), true);
