// Relative positions: a learned bias of attention for each head and distance, distances in buckets.
import type { RecommenderConfig } from './weights.ts';

/** Buckets of distances, of which half hold one distance each (Raffel et al. 2020). */
export const DISTANCE_BUCKETS = 32;
const EXACT = DISTANCE_BUCKETS / 2;

/**
 * The bucket of a key that stands `distance` places before its query: the distance itself below 16, then
 * 16 + ⌊16·ln(distance/16) / ln(maxLength/16)⌋, at most 31. What comes after the query is masked; it gets bucket 0.
 */
export function distanceBucket({ maxLength }: RecommenderConfig, distance: number): number {
  if (distance < EXACT) return Math.max(0, distance);
  const span = Math.max(Math.log(maxLength / EXACT), Number.EPSILON);
  return Math.min(DISTANCE_BUCKETS - 1, EXACT + Math.floor((EXACT * Math.log(distance / EXACT)) / span));
}

/** Buckets of all pairs of a query and a key in a sequence, query by query. ∈ [length·length] */
export function pairBuckets(config: RecommenderConfig, length: number): Int32Array {
  return Int32Array.from({ length: length * length }, (_, pair) =>
    distanceBucket(config, Math.floor(pair / length) - (pair % length)),
  );
}
