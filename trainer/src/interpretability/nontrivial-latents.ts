// Latents that are more than a single item, popularity or a place in the history.
import type { Firing } from './firings.ts';

/** From this share of its variance a latent counts as explained. */
const EXPLAINED = 0.5;

/** The group that each row belongs to. */
export type Grouping = Int32Array;

/**
 * The share of living latents of which none of these explains half of the variance over the rows: one item
 * (the best R² of a regression on whether the position is that item), or a one-way analysis of variance over any of
 * the groupings, R² = Σ_g n_g·(mean_g - mean)² / Σ (z - mean)².
 *
 * @param items the item at each row of the codes; groupings likewise
 */
export function nontrivialShare(
  firings: readonly Firing[],
  rows: Int32Array,
  items: Int32Array,
  groupings: readonly Grouping[],
): number {
  const sizes = [items, ...groupings].map((grouping) => sizesOf(grouping, rows));
  const living = firings.filter((firing) => firing.rows.length > 0);
  const nontrivial = living.filter((firing) => {
    const byItem = explainedByOne(firing, items, sizes[0] ?? new Map(), rows.length);
    const others = groupings.map((grouping, i) =>
      explainedByGroups(firing, grouping, sizes[i + 1] ?? new Map(), rows.length),
    );
    return Math.max(byItem, ...others) < EXPLAINED;
  });
  return living.length === 0 ? 0 : nontrivial.length / living.length;
}

function sizesOf(grouping: Grouping, rows: Int32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const row of rows) {
    const group = grouping[row] as number;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return sizes;
}

function sumsOf({ rows, values }: Firing, grouping: Grouping): Map<number, number> {
  const sums = new Map<number, number>();
  rows.forEach((row, i) => {
    const group = grouping[row] as number;
    sums.set(group, (sums.get(group) ?? 0) + (values[i] as number));
  });
  return sums;
}

/** Σz over the rows, and Σ(z - mean)². */
function spreadOf({ values }: Firing, n: number): { sum: number; spread: number } {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return { sum, spread: squares - (sum * sum) / n };
}

function explainedByOne(firing: Firing, items: Int32Array, sizes: Map<number, number>, n: number): number {
  const { sum, spread } = spreadOf(firing, n);
  if (spread <= 0) return 1; // the same everywhere: nothing is left to explain
  let best = 0;
  for (const [item, own] of sumsOf(firing, items)) {
    const size = sizes.get(item) ?? 1;
    const rest = n > size ? (sum - own) ** 2 / (n - size) : 0;
    best = Math.max(best, ((own * own) / size + rest - (sum * sum) / n) / spread);
  }
  return best;
}

function explainedByGroups(
  firing: Firing,
  grouping: Grouping,
  sizes: Map<number, number>,
  n: number,
): number {
  const { sum, spread } = spreadOf(firing, n);
  if (spread <= 0) return 1;
  let between = -(sum * sum) / n;
  for (const [group, own] of sumsOf(firing, grouping)) between += (own * own) / (sizes.get(group) ?? 1);
  return between / spread;
}

/** Place of each row in its user's history, or in the window of it that the model saw: rows of a user follow each other. */
export function placesInHistory(users: Int32Array, maxLength: number): Grouping {
  const places = new Int32Array(users.length);
  for (let row = 1; row < users.length; row++) {
    const place = users[row] === users[row - 1] ? (places[row - 1] as number) + 1 : 0;
    places[row] = place % maxLength;
  }
  return places;
}
