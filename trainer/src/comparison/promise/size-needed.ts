// The least boost that keeps a wish: what a rival that only boosts labelled items needs.
import type { Counts } from '@trimtab/shared/choice/choosing.ts';
import { bestOf } from '@trimtab/shared/gradient/own-items.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';

/**
 * The least constant that brings the count within its bounds, added to the scores of the concept's items: what is to enter
 * must pass what is to leave. Below 0 where there are too many, 0 where the wish is kept.
 */
export function sizeNeeded(
  { least, most }: Counts,
  items: ReadonlySet<number>,
  { scores, count, excluded }: { scores: ArrayLike<number>; count: number; excluded: Membership },
): number {
  const own = bestOf(items, count, scores, excluded);
  const others = topK(scores, count, { has: (item) => items.has(item) || excluded.has(item) });
  const held = heldOf(own, others, scores, count);
  const scoreAt = (list: readonly number[], place: number): number | undefined => {
    const item = list[place];
    return item === undefined ? undefined : scores[item];
  };
  const wanted = Math.max(Math.min(held, most), Math.min(least, own.length));
  const [enters, leaves] =
    wanted > held
      ? [scoreAt(own, wanted - 1), scoreAt(others, count - wanted)]
      : [scoreAt(others, count - wanted - 1), scoreAt(own, wanted)];
  if (wanted === held || enters === undefined || leaves === undefined) return 0;
  return Math.sign(wanted - held) * Math.max(0, leaves - enters);
}

/** How many of the best `count` of both are the concept's own. */
function heldOf(
  own: readonly number[],
  others: readonly number[],
  scores: ArrayLike<number>,
  count: number,
): number {
  const best = [...own, ...others].sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const mine = new Set(own);
  return best.slice(0, count).filter((item) => mine.has(item)).length;
}
