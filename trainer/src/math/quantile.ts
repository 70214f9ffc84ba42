// Quantiles of sorted values.

/**
 * Linear between the two nearest values, as NumPy and R do by default (Hyndman and Fan 1996, type 7).
 *
 * @param sorted ascending, at least one @param q from 0 to 1
 * @example quantile([1, 2, 4], 0.75) // 3
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const low = sorted[below];
  if (low === undefined) throw new RangeError(`no ${q} quantile of ${sorted.length} values`);
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

/** The middle value, or the mean of the two in the middle. @throws RangeError for an empty list */
export const median = (values: ArrayLike<number>): number => quantile(Float64Array.from(values).sort(), 0.5);
