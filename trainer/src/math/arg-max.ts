// Where something is largest.

/**
 * The place of the largest of `count` values, the first of equals; -1 of none.
 *
 * @example argMax(scores.length, (place) => at(scores, place)) // 1 of [1, 4, 4]
 */
export function argMax(count: number, valueAt: (place: number) => number): number {
  let best = -1;
  let largest = -Infinity;
  for (let place = 0; place < count; place++) {
    const value = valueAt(place);
    if (!(value > largest)) continue;
    best = place;
    largest = value;
  }
  return best;
}
