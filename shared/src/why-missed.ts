// Why a wish was not kept: from a closed list, so that a page can say it in words.
import type { Counts } from './choice/choosing.ts';
import type { Membership } from './top-k.ts';
import type { WhyMissed } from './wishes.ts';

interface Pool {
  /** The items that have the concept. */
  own: ReadonlySet<number>;
  /** Items of the catalogue. */
  items: number;
  /** How long the list is that the wish is about. */
  length: number;
  /** What the request leaves out, but for wishes. */
  leftOut: Membership;
}

/**
 * The catalogue must hold as many items with the concept as are wanted, and enough without it for the other places. Where
 * what the request leaves out is missing, the wish was filtered; where nothing is missing, another wish was in the way.
 */
export function whyMissed({ least, most }: Counts, { own, items, length, leftOut }: Pool): WhyMissed {
  const others = length - most;
  if (own.size < least || items - own.size < others) return 'too-few-items';
  const left = (item: number): boolean => !leftOut.has(item);
  const isOther = (item: number): boolean => !own.has(item) && left(item);
  const every = Array.from({ length: items }, (_, item) => item);
  const isFiltered = !hasAtLeast(own, left, least) || !hasAtLeast(every, isOther, others);
  return isFiltered ? 'filtered' : 'against-another-wish';
}

function hasAtLeast(items: Iterable<number>, isIt: (item: number) => boolean, wanted: number): boolean {
  let found = 0;
  for (const item of items) {
    if (found >= wanted) break;
    if (isIt(item)) found++;
  }
  return found >= wanted;
}
