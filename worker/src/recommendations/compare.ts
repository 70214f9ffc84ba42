// What a steering did to a list.
import type { Comparison } from '@trimtab/shared/api.ts';

/** The places that each item of a ranking moved up (positive) or down against the base one; null where that lacks it. */
export function movesAgainst(base: readonly number[], ranking: readonly number[]): (number | null)[] {
  const places = new Map(base.map((item, place) => [item, place]));
  return ranking.map((item, place) => {
    const before = places.get(item);
    return before === undefined ? null : before - place;
  });
}

/** Shares of replaced items up to which an impact is `low`, and `medium`. */
const [LOW, MEDIUM] = [0.2, 0.5];

/** @param itemsOf for each steered concept, by id, its items */
export function comparison(
  base: readonly number[],
  steered: readonly number[],
  itemsOf: ReadonlyMap<string, ReadonlySet<number>>,
): Comparison {
  const before = new Set(base);
  const replaced = shareOf(steered, { has: (item) => !before.has(item) });
  const isSame = base.length === steered.length && base.every((item, place) => item === steered[place]);
  return {
    impact: isSame ? 'none' : replaced <= LOW ? 'low' : replaced <= MEDIUM ? 'medium' : 'high',
    replaced,
    shares: Array.from(itemsOf, ([concept, items]) => ({
      concept,
      before: shareOf(base, items),
      after: shareOf(steered, items),
    })),
  };
}

/** Share of a list, to four decimals; of an empty list 0. */
function shareOf(list: readonly number[], items: { has(item: number): boolean }): number {
  const count = list.filter((item) => items.has(item)).length;
  return list.length === 0 ? 0 : Math.round((count / list.length) * 1e4) / 1e4;
}
