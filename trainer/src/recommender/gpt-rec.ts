// GPTRec: a causal pre-norm transformer over item sequences, read top to bottom in the order of use.
// The formulas and the names of the weights stand in weights.ts.
import * as tf from '@tensorflow/tfjs-core';
import { batchMatMul, gatherRows, layerNorm, maskedSoftmax, matMul } from '../tensorflow/ops.ts';
import type { RecommenderConfig } from './weights.ts';
import { NORM_EPSILON } from './weights.ts';

export type Parameters = Record<string, tf.Tensor>;

export interface GptRec {
  config: RecommenderConfig;
  parameters: Parameters;
}

/** Drops activations while training; the identity otherwise. */
export type Dropout = <T extends tf.Tensor>(x: T) => T;

/** What a hook point sees on the way: the hook's name and its activation ∈ [batch·length, hiddenSize]. */
export type Visit = (hook: string, x: tf.Tensor2D) => void;

/** Keys and values of a block for every position, which the head attends to. Both ∈ [batch·heads, length, headSize]. */
export type BlockContext = {
  keys: tf.Tensor3D;
  values: tf.Tensor3D;
};

export interface EncodeOptions {
  dropout?: Dropout;
  visit?: Visit;
  visitContext?: (block: number, context: BlockContext) => void;
}

const identity: Dropout = (x) => x;
/** Added to attention scores that must not count. */
export const MASKED = -1e9;

export function parameter<T extends tf.Tensor>(model: GptRec, name: string): T {
  const found = model.parameters[name];
  if (found === undefined) throw new Error(`the model has no weight "${name}"`);
  return found as T;
}

/**
 * The last normalisation's output at every position.
 *
 * @param items ∈ [batch, length] int32, left-aligned; what follows a history's end is never seen by it (causal)
 * @returns ∈ [batch·length, hiddenSize]
 */
export function encode(model: GptRec, items: tf.Tensor2D, options: EncodeOptions = {}): tf.Tensor2D {
  const { dropout = identity, visit, visitContext } = options;
  let x: tf.Tensor2D = dropout(embed(model, items)); // [batch·length, d]
  for (let block = 0; block < model.config.blocks; block++) {
    const { query, keys, values } = queryKeysValues(model, block, x, items.shape);
    visitContext?.(block, { keys, values });
    x = tf.add(x, dropout(causalAttention(model, block, query, keys, values, items.shape)));
    x = tf.add(x, dropout(feedForward(model, block, x)));
    visit?.(`blocks.${block}`, x);
  }
  const hidden = finalNorm(model, x);
  visit?.('final', hidden);
  return hidden;
}

/** x = √d·items[i] + positions, position 0 being the first item of the window. */
function embed(model: GptRec, items: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = items.shape;
  const { hiddenSize } = model.config;
  const rows = gatherRows(parameter(model, 'items'), tf.reshape(items, [batch * length]));
  const positions = tf.slice(parameter<tf.Tensor2D>(model, 'positions'), [0, 0], [length, hiddenSize]);
  const scaled = tf.reshape(tf.mul(rows, Math.sqrt(hiddenSize)), [batch, length, hiddenSize]);
  return tf.reshape(tf.add(scaled, positions), [batch * length, hiddenSize]);
}

export function linear(model: GptRec, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(matMul(x, parameter(model, `${name}.weight`)), parameter(model, `${name}.bias`));
}

export function normalise(model: GptRec, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return layerNorm(x, parameter(model, `${name}.gain`), parameter(model, `${name}.bias`), NORM_EPSILON);
}

export const finalNorm = (model: GptRec, x: tf.Tensor2D): tf.Tensor2D => normalise(model, 'norm', x);

/** down(relu(up(norm2(x)))) ∈ [rows, d] */
export function feedForward(model: GptRec, block: number, x: tf.Tensor2D): tf.Tensor2D {
  const name = `blocks.${block}`;
  return linear(
    model,
    `${name}.down`,
    tf.relu(linear(model, `${name}.up`, normalise(model, `${name}.norm2`, x))),
  );
}

/** Query, keys and values of a block from its input x ∈ [batch·length, d], each ∈ [batch·heads, length, headSize]. */
export function queryKeysValues(
  model: GptRec,
  block: number,
  x: tf.Tensor2D,
  [batch, length]: [number, number],
): BlockContext & { query: tf.Tensor3D } {
  const { heads, hiddenSize: d } = model.config;
  const name = `blocks.${block}`;
  const normalised = normalise(model, `${name}.norm1`, x);
  // Three products with a third of the weight each: slicing the small weight costs less than slicing the product.
  const third = (i: number): tf.Tensor3D => {
    const weight = tf.slice(parameter<tf.Tensor2D>(model, `${name}.qkv.weight`), [0, i * d], [d, d]);
    const bias = tf.slice(parameter<tf.Tensor1D>(model, `${name}.qkv.bias`), [i * d], [d]);
    const rows = tf.add(matMul(normalised, weight), bias); // [batch·length, d]
    const split = tf.transpose(tf.reshape(rows, [batch, length, heads, d / heads]), [0, 2, 1, 3]);
    return tf.reshape(split, [batch * heads, length, d / heads]);
  };
  const [query, keys, values] = [third(0), third(1), third(2)];
  return { query, keys, values };
}

/** out(softmax(q·kᵀ/√headSize + causal mask)·v) ∈ [batch·length, d] */
function causalAttention(
  model: GptRec,
  block: number,
  query: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  [batch, length]: [number, number],
): tf.Tensor2D {
  const scale = 1 / Math.sqrt(model.config.hiddenSize / model.config.heads);
  const scores = batchMatMul(tf.mul(query, scale), keys, true); // [batch·heads, length, length]
  const mixed = batchMatMul(maskedSoftmax(scores, causalMask(length)), values); // [batch·heads, length, headSize]
  return linear(model, `blocks.${block}.out`, joinHeads(model, mixed, batch, length));
}

/** [batch·heads, length, headSize] → [batch·length, d] */
export function joinHeads(model: GptRec, x: tf.Tensor3D, batch: number, length: number): tf.Tensor2D {
  const { heads, hiddenSize } = model.config;
  const split = tf.reshape(x, [batch, heads, length, hiddenSize / heads]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [batch * length, hiddenSize]);
}

/** 0 where a position may look (itself and before it), a large negative number where it may not. [length, length] */
function causalMask(length: number): tf.Tensor2D {
  const position = tf.range(0, length, 1, 'int32');
  const allowed = tf.greaterEqual(tf.expandDims(position, 1), tf.expandDims(position, 0));
  return tf.mul(tf.sub(1, tf.cast(allowed, 'float32')), MASKED);
}

/** Scores of every item from hidden states: hidden · itemsᵀ ∈ [rows, items] */
export const scoreItems = (model: GptRec, hidden: tf.Tensor2D): tf.Tensor2D =>
  matMul(hidden, parameter(model, 'items'), true);
