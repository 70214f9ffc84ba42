// Spearman's rank correlation, ties sharing their mean rank.
import { pearson } from './pearson.ts';

/** Ranks from 1; equal values share the mean of the places they take. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    const rank = (start + end + 1) / 2;
    for (let i = start; i < end; i++) result[order[i] as number] = rank;
    start = end;
  }
  return result;
}

/** Pearson's correlation of ranks; 0 when one series is constant. */
export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => pearson(ranks(a), ranks(b));
