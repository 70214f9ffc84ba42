// Medians of many runs after warm-up.

/** @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError('a median needs at least one value');
  return (lower + upper) / 2;
}

/** To the microsecond: more digits than a clock of Node's supports would be noise. */
export const milliseconds = (value: number): number => Math.round(value * 1000) / 1000;
