import { describe, expect, it } from 'vitest';
import { topK } from './top-k.ts';

/** The same by sorting everything. */
function bySorting(scores: number[], k: number, excluded: ReadonlySet<number>): number[] {
  return scores
    .map((_, item) => item)
    .filter((item) => !excluded.has(item))
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, k);
}

describe('topK', () => {
  it('gives the best first, ties to the lower index', () => {
    expect(topK([1, 3, 2, 3, 0], 3)).toEqual([1, 3, 2]);
    expect(topK(Float32Array.of(5, 5, 5, 5), 2)).toEqual([0, 1]);
  });

  it('leaves out what is excluded and what is no number', () => {
    expect(topK([9, Number.NaN, 8, 7], 2, new Set([0]))).toEqual([2, 3]);
    expect(topK([9, 8], 5, new Set([1]))).toEqual([0]);
    expect(topK([1, 2], 0)).toEqual([]);
  });

  it('orders infinite scores by index too', () => {
    const [high, low] = [Infinity, -Infinity];
    expect(topK([low, high, 0, low, high, low], 5)).toEqual([1, 4, 2, 0, 3]);
  });

  it('agrees with sorting everything, for any k and many ties', () => {
    const scores = Array.from({ length: 400 }, (_, item) => (item * 7919) % 23); // each value about 17 times
    const excluded = new Set([0, 17, 200, 399]);
    for (const k of [1, 2, 10, 57, 396, 500]) {
      expect(topK(scores, k, excluded)).toEqual(bySorting(scores, k, excluded));
    }
  });
});
