// How histories become sequences, by the kind of model: where causality, [MASK], padding and places are decided.
import * as tf from '@tensorflow/tfjs-core';
import type { RecommenderConfig } from './weights.ts';

/** Added to attention scores that must not count. */
export const MASKED = -1e9;

/** GPTRec looks back only (Petrov and Macdonald 2023); BERT4Rec looks both ways (Sun et al. 2019). */
export const isCausal = ({ kind }: RecommenderConfig): boolean => kind === 'gptrec';

/** Positions of the longest sequence: a history, and for bert4rec [MASK] after it. */
export const longestSequence = (config: RecommenderConfig): number =>
  config.maxLength + (isCausal(config) ? 0 : 1);

/** The index that stands for [MASK] inside bert4rec: one past the items. */
export const maskIndex = ({ items }: RecommenderConfig): number => items;

/** Sequences side by side, each from the left; what follows a sequence's end counts for nothing. */
export interface Sequences {
  items: tf.Tensor2D; // [batch, length] int32
  lengths: number[]; // [batch]
}

/** The newest `limit` entries of each row, and `end` after them. The rest is filled with item 0. */
function leftAligned(
  config: RecommenderConfig,
  rows: ArrayLike<number>[],
  limit: number,
  end: number[] = [],
): Sequences {
  const used = rows.map((row) => Math.min(row.length, limit));
  const lengths = used.map((count) => count + end.length);
  const length = Math.max(...lengths);
  const flat = new Int32Array(rows.length * length);
  rows.forEach((row, r) => {
    const count = used[r] as number;
    if (count === 0) throw new RangeError(`history ${r} is empty: a list for nobody is the popular list`);
    for (let i = 0; i < count; i++) {
      flat[r * length + i] = known(config, row[row.length - count + i] as number, r);
    }
    flat.set(end, r * length + count);
  });
  return { items: tf.tensor2d(flat, [rows.length, length], 'int32'), lengths };
}

/** The index, if the model has a vector for it: gathering beyond a table gives numbers that are none of its own. */
function known(config: RecommenderConfig, index: number, row: number): number {
  const last = isCausal(config) ? config.items - 1 : maskIndex(config);
  if (index >= 0 && index <= last) return index;
  throw new RangeError(
    `history ${row} has item ${index}, but the model knows items 0 to ${config.items - 1}`,
  );
}

/**
 * Histories as they are scored: the newest `maxLength` items, for bert4rec with [MASK] after them.
 *
 * @throws RangeError for an empty history, and for an item that the model does not know
 */
export const scoringSequences = (config: RecommenderConfig, histories: ArrayLike<number>[]): Sequences =>
  leftAligned(config, histories, config.maxLength, isCausal(config) ? [] : [maskIndex(config)]);

/** Sequences as they stand, [MASK] where it was put. */
export const plainSequences = (config: RecommenderConfig, rows: ArrayLike<number>[]): Sequences =>
  leftAligned(config, rows, longestSequence(config));

/**
 * What each position may see: itself and what is before it for gptrec, the whole of its sequence for bert4rec.
 *
 * @returns ∈ [batch or 1, length or 1, length], to be added to attention scores
 */
export function attentionMask(config: RecommenderConfig, lengths: number[], length: number): tf.Tensor3D {
  if (isCausal(config)) return causalMask(length);
  const mask = new Float32Array(lengths.length * length);
  lengths.forEach((used, row) => mask.fill(MASKED, row * length + used, (row + 1) * length));
  return tf.tensor3d(mask, [lengths.length, 1, length]);
}

/** 0 where a position may look (itself and before it), a large negative number where it may not. [1, length, length] */
function causalMask(length: number): tf.Tensor3D {
  return tf.tidy(() => {
    const position = tf.range(0, length, 1, 'int32');
    const later = tf.less(tf.expandDims(position, 1), tf.expandDims(position, 0));
    return tf.expandDims(tf.mul(tf.cast(later, 'float32'), MASKED), 0) as tf.Tensor3D;
  });
}

/** The place of position `i` in a sequence of `length`: from the first for gptrec, from the last for bert4rec. */
export const placeOf = (config: RecommenderConfig, i: number, length: number): number =>
  isCausal(config) ? i : Math.max(0, length - 1 - i);

/** The places of every position; padding has place 0. ∈ [batch·length] int32 */
export function placesOf(config: RecommenderConfig, lengths: number[], length: number): tf.Tensor1D {
  const places = Int32Array.from({ length: lengths.length * length }, (_, i) =>
    placeOf(config, i % length, lengths[Math.floor(i / length)] as number),
  );
  return tf.tensor1d(places, 'int32');
}
