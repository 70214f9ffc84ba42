// The share of people's lists that some items take, and how far steering moves it.
import { logOdds } from '../math/log-odds.ts';

type Lists = readonly (readonly number[])[];

export const placesIn = (lists: Lists): number => lists.reduce((sum, list) => sum + list.length, 0);

/** Share of the lists' places that the items take. */
export function exposure(lists: Lists, items: ReadonlySet<number>): number {
  const places = placesIn(lists);
  let taken = 0;
  for (const list of lists) for (const item of list) if (items.has(item)) taken++;
  return places === 0 ? 0 : taken / places;
}

/**
 * Log-odds of the items' exposure in other lists, less that in the lists of before.
 *
 * @example const gain = exposureGain(base.lists, comedies); gain(steered.lists)
 */
export function exposureGain(before: Lists, items: ReadonlySet<number>): (after: Lists) => number {
  const places = placesIn(before);
  const start = logOdds(exposure(before, items), places);
  return (after) => logOdds(exposure(after, items), places) - start;
}
