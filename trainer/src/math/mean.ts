// The mean of some values.

/** The mean; of nothing 0, which metrics.json can hold where it says that nothing was measured (0 attributes). */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? 0 : sum / values.length;
}
