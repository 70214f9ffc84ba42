// The area under a ROC curve.

/**
 * The chance that a positive scores above a negative, ties counting half (Mann-Whitney); NaN where either is absent.
 *
 * @example areaUnderCurve([3, 1, 2], [1, 0, 1]) // 1
 */
export function areaUnderCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end] as number] === scores[order[start] as number]) end++;
    const middle = (start + 1 + end) / 2; // mean of the ranks start + 1 … end
    for (let i = start; i < end; i++) {
      if (!positive[order[i] as number]) continue;
      positives++;
      rankSum += middle;
    }
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
