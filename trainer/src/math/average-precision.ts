// Average precision of a ranking.

/** Places by falling score, of which the first have one; the others are one tie at the end. */
export interface Ranked {
  /** Falling. */
  scores: ArrayLike<number>;
  isPositive(rank: number): boolean;
  /** Positives among all places. */
  positives: number;
  /** How many places there are, those without a score too. */
  places: number;
}

/** Σ over groups of equal score, by falling score, of the positives in it × the precision up to its end, over all positives. */
export function averagePrecision({ scores, isPositive, positives, places }: Ranked): number {
  if (positives === 0) return 0;
  let [hits, sum] = [0, 0];
  for (let start = 0; start < scores.length;) {
    let end = start;
    let inGroup = 0;
    while (end < scores.length && scores[end] === scores[start]) if (isPositive(end++)) inGroup++;
    hits += inGroup;
    sum += (inGroup * hits) / end;
    start = end;
  }
  return (sum + ((positives - hits) * positives) / places) / positives;
}

/**
 * The same of scores in any order, with a label of 0 or 1 for each.
 *
 * @example averagePrecisionOf(Float32Array.of(1, 3, 2), Uint8Array.of(1, 1, 0)) // (1/1 + 2/3) / 2
 */
export function averagePrecisionOf(z: Float32Array, labels: Uint8Array): number {
  const order = Int32Array.from(z.keys()).sort((a, b) => (z[b] as number) - (z[a] as number));
  return averagePrecision({
    scores: Float32Array.from(order, (i) => z[i] as number),
    isPositive: (rank) => labels[order[rank] as number] === 1,
    positives: labels.reduce((sum, label) => sum + label, 0),
    places: order.length,
  });
}
