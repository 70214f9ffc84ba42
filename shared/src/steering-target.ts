// Target search: the least edit with which a concept takes the share of the list that was asked for.

import { at } from './look-up.ts';

/** Sizes are tried in rounds, all of a round in one run of the head. */
export interface TargetSearch {
  /** 1 to raise the share, -1 to lower it. */
  readonly sign: 1 | -1;
  readonly wanted: number;
  readonly round: number;
  /** Sizes to try next; empty when the search is over. */
  readonly sizes: readonly number[];
  /** Largest size known to be too small. */
  readonly below: number;
  /** The best so far: the least size that reached the share, or the one that came nearest to it. */
  readonly best: { size: number; share: number; reached: boolean };
}

/** Multiples of the calibrated size in the first round; what 16 times strength 1 does not reach, nothing does. */
const FIRST = [0.25, 0.5, 1, 2, 4, 8, 16];
const ROUNDS = 3;
const POINTS = 7;

/** Shares are counts over ten: half of a hundredth is rounding, not a miss. */
const SLACK = 0.005;

/**
 * @param wanted share of the list, 0 to 1 @param base the share without any edit
 * @param size calibrated size of strength 1 on the side that the search goes to
 */
export function startTarget(wanted: number, base: number, size: { up: number; down: number }): TargetSearch {
  const sign = wanted >= base ? 1 : -1;
  const best = { size: 0, share: base, reached: reaches(sign, wanted, base) };
  const unit = sign === 1 ? size.up : size.down;
  const sizes = best.reached || unit === 0 ? [] : FIRST.map((times) => times * unit);
  return { sign, wanted, round: 1, sizes, below: 0, best };
}

/**
 * The search after one round: the first size that reaches the share ends the bracket, which the next round splits into
 * eight. A share that falls again at larger sizes does no harm, as only the first to reach it counts.
 *
 * @param shares share of the list at each of `search.sizes`
 */
export function narrow(search: TargetSearch, shares: readonly number[]): TargetSearch {
  const { sign, wanted, sizes, round } = search;
  const place = shares.findIndex((share) => reaches(sign, wanted, share));
  const size = sizes[place];
  if (size === undefined) return unreached(search, shares);
  const below = place === 0 ? search.below : at(sizes, place - 1);
  const best = { size, share: at(shares, place), reached: true };
  return { ...search, round: round + 1, below, best, sizes: round < ROUNDS ? between(below, size) : [] };
}

/** After the first round: nothing reaches it, and the nearest stays. Later: the end of the bracket stays. */
function unreached(search: TargetSearch, shares: readonly number[]): TargetSearch {
  const { sign, sizes, round, below } = search;
  let best = search.best;
  if (!best.reached) {
    shares.forEach((share, i) => {
      if (sign * (share - best.share) > 0) best = { size: at(sizes, i), share, reached: false };
    });
    return { ...search, best, sizes: [] };
  }
  const start = sizes.at(-1) ?? below;
  return {
    ...search,
    round: round + 1,
    below: start,
    sizes: round < ROUNDS ? between(start, best.size) : [],
  };
}

const reaches = (sign: 1 | -1, wanted: number, share: number): boolean => sign * (share - wanted) >= -SLACK;

/** Seven sizes that split a bracket into eight. */
const between = (low: number, high: number): number[] =>
  Array.from({ length: POINTS }, (_, i) => low + ((high - low) * (i + 1)) / (POINTS + 1));
