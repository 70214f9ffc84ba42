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

/** Buckets of all pairs of a query and a key in a sequence, query by query. ∈ [length·length] */
export function pairBuckets(config: RecommenderConfig, length: number): Int32Array {
  return Int32Array.from({ length: length * length }, (_, pair) =>
    distanceBucket(config, Math.floor(pair / length) - (pair % length)),
  );
}
