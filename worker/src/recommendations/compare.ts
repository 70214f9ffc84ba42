// What a steering did to a list.

/** For each item of a ranking its places up (positive) or down against the base one; null where that lacks it. */
export function movesAgainst(base: readonly number[], ranking: readonly number[]): (number | null)[] {
  const places = new Map(base.map((item, place) => [item, place]));
  return ranking.map((item, place) => {
    const before = places.get(item);
    return before === undefined ? null : before - place;
  });
}
