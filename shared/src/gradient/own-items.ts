// A concept's own items as a direction sees them: where they stand among the likeliest, and which of them the person would
// choose.
import { at } from '../look-up.ts';
import { topK, type Membership } from '../top-k.ts';
import type { Effects } from './effects.ts';
import { centre, chancesOf } from './effects.ts';
import type { ItemTable } from './item-table.ts';
import { rowsOf } from './item-table.ts';
import { massOf } from './moments.ts';

export interface OwnItems {
  /** Places among the items that are looked at. */
  places: readonly number[];
  /** D of m of the concept's items, less its mean under p. ∈ [m, k] */
  rows: Float64Array;
  /** p_C, the person's choice probabilities among these. ∈ [m] */
  chances: Float64Array;
}

/** Of the concept's own items, however unlikely they are: more of them add next to nothing. */
const OWN = 50;

/** The places of the set's items among the likeliest. */
export function placesOf({ items }: Pick<Effects, 'items'>, set: Membership): number[] {
  const places: number[] = [];
  for (let place = 0; place < items.length; place++) if (set.has(at(items, place))) places.push(place);
  return places;
}

/** Those among the items that are looked at: all there is to see where effects had to be tried out. */
export function ownAmong(effects: Effects, set: Membership): OwnItems {
  const { mean, rows, chances } = effects;
  const places = placesOf(effects, set);
  const k = mean.length;
  const own = new Float64Array(places.length * k);
  places.forEach((place, i) => own.set(rows.subarray(place * k, (place + 1) * k), i * k));
  const share = massOf(chances, places);
  return {
    places,
    rows: own,
    chances: Float64Array.from(places, (place) => (chances[place] as number) / share),
  };
}

/**
 * The concept's likeliest fifty, among the items that are looked at or not: a rare concept can be lifted, too.
 *
 * @param places where the set's items stand among those that are looked at, if that is known
 */
export function likeliestOwn(
  effects: Effects,
  set: ReadonlySet<number>,
  table: ItemTable,
  { scores, excluded }: { scores: ArrayLike<number>; excluded: Membership },
  places: readonly number[] = placesOf(effects, set),
): OwnItems {
  const best = bestOf(set, OWN, scores, excluded);
  return {
    places,
    rows: centre(rowsOf(table, best), effects.mean),
    chances: chancesOf(best, scores),
  };
}

/** The best of some items; ties go to the lower index, as everywhere. */
export const bestOf = (
  set: Membership,
  count: number,
  scores: ArrayLike<number>,
  excluded: Membership,
): number[] => topK(scores, count, { has: (item) => !set.has(item) || excluded.has(item) });
