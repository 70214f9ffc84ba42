// Which way each wish pulls a list that does not keep it yet.
import { countsIn } from '../choice/choose-ten.ts';
import type { Counts } from '../choice/choosing.ts';
import { at } from '../look-up.ts';

/** 1 where a wish wants more of its concept's items than a list has, -1 where it wants fewer, 0 where it is kept. */
export type Side = -1 | 0 | 1;

/** @param memberships the items of each wish's concept @returns one side for each wish */
export function sidesOf(
  list: readonly number[],
  memberships: readonly ReadonlySet<number>[],
  wishes: readonly Counts[],
): Side[] {
  const counts = countsIn(list, memberships);
  return wishes.map(({ least, most }, wish) => {
    const held = at(counts, wish);
    return held < least ? 1 : held > most ? -1 : 0;
  });
}
