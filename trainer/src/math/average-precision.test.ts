import { expect, it } from 'vitest';
import { averagePrecision, averagePrecisionOf } from './average-precision.ts';

it('is the mean precision at the positives', () => {
  // positives rank first and third: (1/1 + 2/3) / 2
  expect(averagePrecisionOf(Float32Array.of(1, 3, 2), Uint8Array.of(1, 1, 0))).toBe((1 + 2 / 3) / 2);
  expect(averagePrecisionOf(Float32Array.of(1, 3, 2), new Uint8Array(3))).toBe(0);
});

it('takes a tie as one group', () => {
  // both tie behind a negative: each has the precision 2/3 of the group's end
  expect(averagePrecisionOf(Float32Array.of(1, 1, 2), Uint8Array.of(1, 1, 0))).toBe(2 / 3);
  expect(averagePrecisionOf(Float32Array.of(1, 1, 0), Uint8Array.of(1, 0, 1))).toBe((1 / 2 + 2 / 3) / 2);
});

it('takes places without a score as a tie at the end', () => {
  const ranked = { scores: [5, 1], isPositive: (rank: number) => rank === 1, positives: 2, places: 4 };
  // one positive at rank 2, the other at the prevalence of 2 in 4
  expect(averagePrecision(ranked)).toBe((1 / 2 + 2 / 4) / 2);
});
