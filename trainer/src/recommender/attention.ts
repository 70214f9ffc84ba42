// Attention with several heads, over whatever positions a mask allows.
import * as tf from '@tensorflow/tfjs-core';
import {
  batchMatMul,
  canFuseAttention,
  fusedAttention,
  gatherRows,
  linear,
  maskedSoftmax,
} from '../tensorflow/operations/ops.ts';
import type { Attended, Reach } from '../tensorflow/operations/ops.ts';
import { pairColumns } from './distances.ts';
import type { Dropout } from './dropout.ts';
import { KEEP_ALL } from './dropout.ts';
import { normalise } from './layers.ts';
import type { Recommender } from './recommender.ts';
import { parameter } from './recommender.ts';

/** Keys and values of a block for every position, which the head attends to. Both ∈ [batch·heads, length, headSize]. */
export type BlockContext = {
  keys: tf.Tensor3D;
  values: tf.Tensor3D;
};

/** Query, keys and values of a block from its input x ∈ [batch·length, d], each ∈ [batch·heads, length, headSize]. */
export function queryKeysValues(
  model: Recommender,
  block: number,
  x: tf.Tensor2D,
  [batch, length]: [number, number],
): Attended {
  const { heads, hiddenSize: d } = model.config;
  const name = `blocks.${block}`;
  const normalised = normalise(model, `${name}.norm1`, x);
  // Three products with a third of the weight each: slicing the small weight costs less than slicing the product.
  const third = (i: number): tf.Tensor3D => {
    const weight = tf.slice(parameter<tf.Tensor2D>(model, `${name}.qkv.weight`), [0, i * d], [d, d]);
    const bias = tf.slice(parameter<tf.Tensor1D>(model, `${name}.qkv.bias`), [i * d], [d]);
    const rows = linear(normalised, weight, bias); // [batch·length, d]
    const split = tf.reshape<tf.Rank.R4>(rows, [batch, length, heads, d / heads]);
    return tf.reshape(swapMiddle(split), [batch * heads, length, d / heads]);
  };
  const [query, keys, values] = [third(0), third(1), third(2)];
  return { query, keys, values };
}

/** What attention needs to know of the sequences. */
export interface AttentionOptions {
  /** What the mask says, for kernels that need none. */
  reach: Reach;
  /** ∈ [batch or 1, length or 1, length]: 0 where a position may look, `MASKED` where it may not */
  mask: tf.Tensor3D;
  /** The bias of each distance, in the order of `columnBuckets` ∈ [heads, 2·length - 1], where positions are relative. */
  distances?: tf.Tensor2D | undefined;
  /** Drops shares of attention. */
  dropout: Dropout;
}

/**
 * softmax(q·kᵀ/√headSize + distances + mask)·v of each head, the heads side by side again.
 *
 * @returns ∈ [batch·length, d]
 */
export function attend(
  model: Recommender,
  operands: Attended,
  options: AttentionOptions,
  [batch, length]: [number, number],
): tf.Tensor2D {
  const { reach, distances, dropout } = options;
  const fused = canFuseAttention() && dropout === KEEP_ALL;
  const mixed = fused
    ? fusedAttention(operands, reach, distances)
    : mixValues(model, operands, options, [batch, length]);
  return joinHeads(model, mixed, batch, length);
}

/** ∈ [batch·heads, length, headSize] */
function mixValues(
  model: Recommender,
  { query, keys, values }: Attended,
  { mask, distances, dropout }: AttentionOptions,
  [batch, length]: [number, number],
): tf.Tensor3D {
  const { heads, hiddenSize } = model.config;
  const scaled = tf.mul<tf.Tensor3D>(query, 1 / Math.sqrt(hiddenSize / heads));
  const scores = batchMatMul(scaled, keys, true); // [batch·heads, length, length]
  const byHead = tf.reshape<tf.Rank.R4>(scores, [batch, heads, length, length]);
  const biased = distances === undefined ? byHead : tf.add<tf.Tensor4D>(byHead, byPair(distances, length));
  const shares = dropout(maskedSoftmax(biased, tf.expandDims(mask, 1)));
  return batchMatMul(tf.reshape(shares, scores.shape), values);
}

/** [heads, 2·length - 1] → [1, heads, length, length] */
function byPair(distances: tf.Tensor2D, length: number): tf.Tensor4D {
  const columns = tf.tensor1d(pairColumns(length), 'int32');
  const rows = gatherRows(tf.transpose<tf.Tensor2D>(distances), columns); // [length·length, heads]
  return tf.reshape(tf.transpose(rows), [1, distances.shape[0], length, length]);
}

/** The bias of each bucket given at block k ∈ [heads, buckets] */
export const bucketBias = (model: Recommender, block: number, buckets: tf.Tensor1D): tf.Tensor2D =>
  tf.transpose(gatherRows(parameter(model, `blocks.${block}.distances`), buckets));

/** [batch·heads, length, headSize] → [batch·length, d] */
export function joinHeads(model: Recommender, x: tf.Tensor3D, batch: number, length: number): tf.Tensor2D {
  const { heads, hiddenSize } = model.config;
  const split = tf.reshape<tf.Rank.R4>(x, [batch, heads, length, hiddenSize / heads]);
  return tf.reshape(swapMiddle(split), [batch * length, hiddenSize]);
}

/** [batch, a, b, size] → [batch, b, a, size]; with one head or one position the numbers lie in that order already. */
function swapMiddle(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, a, b, size] = x.shape;
  return a === 1 || b === 1 ? tf.reshape(x, [batch, b, a, size]) : tf.transpose(x, [0, 2, 1, 3]);
}
