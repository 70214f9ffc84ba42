// Whether a candidate ranks as well as what serves: paired differences over people, whole and in slices.
import type { GateRule } from '@trimtab/shared/gates.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { normalCdf, normalQuantile } from '../math/normal.ts';
import { atLeast } from './rule.ts';

/** One value a target: NDCG@10 of the candidate less that of the serving version, and whose target it is. */
export interface PairedValues {
  differences: readonly number[];
  people: readonly number[];
}

export interface Slice extends PairedValues {
  name: string;
  slice?: string;
  /** Where there are people enough to see it, the lower 95% bound must be above this. */
  margin: number;
}

export interface PairedEstimate {
  difference: number;
  /** Of the mean, people being drawn whole. */
  standardError: number;
  people: number;
}

/**
 * mean = Σ_u s_u / Σ_u c_u, with s_u the sum and c_u the number of person u's differences; its standard error is that of a
 * ratio, √(n/(n-1) · Σ_u (s_u - mean·c_u)²) / Σ_u c_u (Cochran 1977, 2.11).
 */
export function pairedEstimate({ differences, people }: PairedValues): PairedEstimate {
  const own = new Map<number, { sum: number; count: number }>();
  differences.forEach((difference, i) => {
    const before = own.get(at(people, i));
    if (before === undefined) own.set(at(people, i), { sum: difference, count: 1 });
    else {
      before.sum += difference;
      before.count++;
    }
  });
  const difference = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  let squares = 0;
  for (const { sum, count } of own.values()) squares += (sum - difference * count) ** 2;
  const n = own.size;
  return { difference, standardError: Math.sqrt((n / (n - 1)) * squares) / differences.length, people: n };
}

/** Of the two-sided 95% interval. */
const Z95 = normalQuantile(0.975);

/**
 * The rule of one slice: low = difference - 1.96·se must be at least
 *
 *   bound = min(margin, -(1.96 + z_α)·se)
 *
 * With people enough that is the margin. With fewer nobody could pass it, not even the serving version trained anew, so the
 * bound is then what chance gives an equal model: difference < -z_α·se, which happens with probability α.
 */
function ruleOf(slice: Slice, estimate: PairedEstimate, alpha: number): GateRule {
  const { difference, standardError, people } = estimate;
  const bound = Math.min(slice.margin, -(Z95 + normalQuantile(1 - alpha)) * standardError);
  return atLeast({
    name: slice.name,
    ...(slice.slice === undefined ? {} : { slice: slice.slice }),
    figure: difference - Z95 * standardError,
    bound,
    says: `difference ${difference.toFixed(4)} over ${people} people; the bound is ${bound < slice.margin ? `${slice.margin} widened to what chance gives an equal model` : 'as set'}`,
  });
}

/**
 * Rules of several slices, each judged at its level of Holm (1979): sorted by how likely an equal model is to do so badly,
 * the k-th of m is judged at α/(m - k + 1), up to the first that passes.
 *
 * @param alpha chance that an equal model fails any of them
 */
export function holmRules(slices: readonly Slice[], alpha: number): GateRule[] {
  const judged = slices.map((slice, place) => {
    const estimate = pairedEstimate(slice);
    return { slice, place, estimate, p: chanceOf(estimate) };
  });
  const rules: GateRule[] = [];
  let [level, isOpen] = [alpha / judged.length, true];
  judged
    .toSorted((a, b) => a.p - b.p)
    .forEach(({ slice, place, estimate, p }, k) => {
      if (isOpen) level = alpha / (judged.length - k);
      isOpen &&= p < level;
      rules[place] = ruleOf(slice, estimate, level);
    });
  return rules;
}

/** Chance that an equal model is as far behind or farther. */
function chanceOf({ difference, standardError }: PairedEstimate): number {
  if (standardError === 0) return difference < 0 ? 0 : 1;
  return normalCdf(difference / standardError);
}

/** Half of the false alarms may come of the whole, half of all slices together: an equal model passes by 1 - falseAlarm. */
export const rankingRules = (whole: Slice, slices: readonly Slice[], falseAlarm: number): GateRule[] => [
  ...holmRules([whole], falseAlarm / 2),
  ...holmRules(slices, falseAlarm / 2),
];
