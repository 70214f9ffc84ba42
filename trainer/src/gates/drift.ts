// How far a distribution moved since before: the population stability index.
import { at } from '@trimtab/shared/look-up.ts';

const GROUPS = 10;

/** Added to every share, so that an empty group gives a large number and no infinite one. */
const LEAST = 1e-4;

/** The group of each item, so that groups hold a tenth of all `weights` each, the heaviest items first. ∈ [items] */
export function tenthsOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const groups: number[] = [];
  let before = 0;
  for (const item of weights.map((_, i) => i).sort((a, b) => at(weights, b) - at(weights, a) || a - b)) {
    groups[item] = total === 0 ? 0 : Math.min(GROUPS - 1, Math.floor((GROUPS * before) / total));
    before += at(weights, item);
  }
  return groups;
}

/**
 * PSI = Σ_g (q_g - p_g)·ln(q_g / p_g), with p and q the shares of the weight in each group before and now. Below .1 is taken
 * for little, above .25 for much (Siddiqi 2006).
 *
 * @param groups of each place @param before weight of each place @param now likewise
 */
export function driftOf(
  groups: readonly number[],
  before: readonly number[],
  now: readonly number[],
): number {
  const [p, q] = [sharesOf(groups, before), sharesOf(groups, now)];
  return p.reduce((sum, share, group) => sum + (at(q, group) - share) * Math.log(at(q, group) / share), 0);
}

function sharesOf(groups: readonly number[], weights: readonly number[]): number[] {
  const sums = Array.from({ length: Math.max(0, ...groups) + 1 }, () => 0);
  groups.forEach((group, place) => (sums[group] = at(sums, group) + at(weights, place)));
  const total = sums.reduce((sum, weight) => sum + weight, 0);
  return sums.map((weight) => LEAST + (total === 0 ? 0 : weight / total));
}
