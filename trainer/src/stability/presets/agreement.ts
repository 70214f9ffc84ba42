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

/** Tells whether the 95% interval of the gain now lies within 20% of the gain of before, people drawn with replacement. */
export function keepsGain(before: Exposure, now: Exposure): boolean {
  const people = Array.from(before.base.keys());
  const wanted = gainOf(before, people);
  const random = createRandom(1, 'gain of presets');
  const gains = Float64Array.from({ length: RESAMPLES }, () =>
    gainOf(
      now,
      people.map(() => random.integer(people.length)),
    ),
  ).sort();
  const reach = REACH * Math.abs(wanted);
  return quantile(gains, 0.025) >= wanted - reach && quantile(gains, 0.975) <= wanted + reach;
}

/** Change of the log-odds of a place in the first ten. */
export function gainOf({ base, steered }: Exposure, people: readonly number[]): number {
  const places = 10 * people.length;
  const share = (taken: readonly number[]): number =>
    people.reduce((sum, person) => sum + at(taken, person), 0) / places;
  return logOdds(share(steered), places) - logOdds(share(base), places);
}
