// How far the lists of two models agree: shared items, and gains of exposure.
import { at } from '@trimtab/shared/look-up.ts';
import { createRandom } from '../../math/random.ts';
import { quantile } from '../../math/quantile.ts';
import { logOdds } from '../../math/log-odds.ts';

/** Mean share of the one list's items that the other has. */
export function overlapOf(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): number {
  const shares = a.map((list, i) => {
    const other = new Set(at(b, i));
    return list.filter((id) => other.has(id)).length / Math.max(1, list.length);
  });
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

/** A concept's items in each person's first ten, before and after it was steered. */
export interface Exposure {
  base: readonly number[];
  steered: readonly number[];
}

const RESAMPLES = 300;
/** How far the interval of the gain may go from the gain of before. */
const REACH = 0.2;

/** Two answers to whether a gain is kept, by intervals of 95% with people drawn with replacement. */
export interface GainKept {
  /** The interval of the gain now lies within 20% of the gain of before. Few people alone make it wider than that. */
  gain: boolean;
  /** That of gain now less gain of before, both of the same people, does: what chance does to both falls out. */
  paired: boolean;
}

export function keepsGain(before: Exposure, now: Exposure): GainKept {
  const people = Array.from(before.base.keys());
  const wanted = gainOf(before, people);
  const random = createRandom(1, 'gain of presets');
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const some = people.map(() => random.integer(people.length));
    const gain = gainOf(now, some);
    return { off: gain - wanted, apart: gain - gainOf(before, some) };
  });
  const reach = REACH * Math.abs(wanted);
  const isWithin = (values: readonly number[]): boolean => {
    const sorted = Float64Array.from(values).sort();
    return quantile(sorted, 0.025) >= -reach && quantile(sorted, 0.975) <= reach;
  };
  return { gain: isWithin(drawn.map(({ off }) => off)), paired: isWithin(drawn.map(({ apart }) => apart)) };
}

/** Change of the log-odds of a place in the first ten. */
export function gainOf({ base, steered }: Exposure, people: readonly number[]): number {
  const places = 10 * people.length;
  const share = (taken: readonly number[]): number =>
    people.reduce((sum, person) => sum + at(taken, person), 0) / places;
  return logOdds(share(steered), places) - logOdds(share(base), places);
}
