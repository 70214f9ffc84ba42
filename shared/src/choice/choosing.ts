// What a choice is made among, and what one is worth: the total of its scores less a penalty for each item that a wish misses.
import type { MembershipClasses } from './membership-classes.ts';

/** Counts of a concept's items among those chosen, from the least to the most that meet a wish. */
export interface Counts {
  readonly least: number;
  readonly most: number;
}

export interface Choosing {
  readonly classes: MembershipClasses;
  /** For each wish the counts that meet it. */
  readonly wishes: readonly Counts[];
  /** How many are chosen; the classes hold at least as many. */
  readonly count: number;
  /** More than what two choices can differ by in their totals: one missed item less is better than any total. */
  readonly penalty: number;
  /** What two totals must differ by to count as different: rounding. */
  readonly slack: number;
}

/** The class of each item that is chosen; of a class always the best items. ∈ [count] */
export type Owners = Int32Array;

export interface Chosen {
  readonly owners: Owners;
  readonly worth: number;
}

export function choosing(classes: MembershipClasses, wishes: readonly Counts[], count: number): Choosing {
  const { masks, sizes, scores, depth } = classes;
  let [best, worst] = [-Infinity, Infinity];
  for (let at = 0; at < masks.length; at++) {
    const size = Math.min(count, sizes[at] as number);
    if (size === 0) continue;
    best = Math.max(best, scores[at * depth] as number);
    worst = Math.min(worst, scores[at * depth + size - 1] as number);
  }
  const spread = count * (best - worst);
  return {
    classes,
    wishes,
    count,
    penalty: 1 + 1.5 * spread,
    slack: 1e-12 * (1 + spread + count * Math.max(Math.abs(best), Math.abs(worst))),
  };
}

/** Items by which a count misses what is wished for. */
export const missOf = ({ least, most }: Counts, count: number): number =>
  count < least ? least - count : count > most ? count - most : 0;

/** Items by which all counts together miss it. @param counts ∈ [wishes] */
export function missesOf(wishes: readonly Counts[], counts: ArrayLike<number>): number {
  let misses = 0;
  for (let at = 0; at < wishes.length; at++) misses += missOf(wishes[at] as Counts, counts[at] as number);
  return misses;
}

/** Adds a class' items to the counts of the wishes that they count for. */
export function addTo(counts: Int32Array | Float64Array, mask: number, items: number): void {
  for (let rest = mask; rest !== 0; rest &= rest - 1) {
    const wish = 31 - Math.clz32(rest & -rest);
    counts[wish] = (counts[wish] as number) + items;
  }
}

/** Σ_{w ∈ mask} values_w of every mask. @param values ∈ [wishes] @returns ∈ [2^wishes] */
export function sumsByMask(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  for (let wish = 0, half = 1; wish < values.length; wish++, half *= 2) {
    const value = values[wish] as number;
    for (let mask = 0; mask < half; mask++) sums[half + mask] = (sums[mask] as number) + value;
  }
  return sums;
}
