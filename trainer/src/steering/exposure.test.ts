import { expect, it } from 'vitest';
import { exposure, exposureGain } from './exposure.ts';

const LISTS = [
  [1, 2],
  [2, 3, 4],
];

it('is the share of places that the items take', () => {
  expect(exposure(LISTS, new Set([2, 4]))).toBe(3 / 5);
  expect(exposure([[], []], new Set([2]))).toBe(0);
});

it('gains the difference of log-odds', () => {
  // item 2 takes 2 of 5 places before, 1 of 5 after; half a place is added on both sides
  const gain = exposureGain(LISTS, new Set([2]));
  expect(gain([[1, 2, 3, 4, 5]])).toBeCloseTo(Math.log(1.5 / 4.5) - Math.log(2.5 / 3.5), 12);
  expect(gain(LISTS)).toBe(0);
});
