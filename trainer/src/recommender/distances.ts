// Relative positions: a learned bias of attention for each head and distance, distances in buckets.
import { isCausal, longestSequence } from './sequences.ts';
import type { RecommenderConfig } from './weights.ts';

/** Buckets of distances on one side, of which half hold one distance each (Raffel et al. 2020). */
const BUCKETS = 32;
const EXACT = BUCKETS / 2;

/** Rows of a block's table of distances: to what is before, and for bert4rec then to what is after. */
export const distanceBuckets = (config: RecommenderConfig): number => (isCausal(config) ? 1 : 2) * BUCKETS;

/**
 * The bucket of a key that stands `distance` places before its query: the distance itself below 16, then
 * 16 + ⌊16·ln(distance/16) / ln(longest/16)⌋, at most 31. A key after its query has 32 + the bucket of as many places
 * before it, and 0 where attention is causal and hides it.
 */
export function distanceBucket(config: RecommenderConfig, distance: number): number {
  if (distance < 0) return isCausal(config) ? 0 : BUCKETS + distanceBucket(config, -distance);
  if (distance < EXACT) return distance;
  const span = Math.max(Math.log(longestSequence(config) / EXACT), Number.EPSILON);
  return Math.min(BUCKETS - 1, EXACT + Math.floor((EXACT * Math.log(distance / EXACT)) / span));
}

/**
 * The place of the distance of key j from query i among those of a sequence: j - i + length - 1, so that the keys of a
 * query stand side by side.
 *
 * @returns of all pairs, query by query ∈ [length·length]
 */
export const pairColumns = (length: number): Int32Array =>
  Int32Array.from(
    { length: length * length },
    (_, pair) => (pair % length) - Math.floor(pair / length) + length - 1,
  );

/** The bucket of each distance in a sequence, in that order ∈ [2·length - 1] */
export const columnBuckets = (config: RecommenderConfig, length: number): Int32Array =>
  Int32Array.from({ length: 2 * length - 1 }, (_, column) => distanceBucket(config, length - 1 - column));
