import { describe, expect, it } from 'vitest';
import { median, quantile } from './quantile.ts';

describe('quantile', () => {
  it('lies between the nearest values in proportion', () => {
    expect(quantile([0, 10, 20, 30], 0.9)).toBeCloseTo(27, 12); // place 2.7
    expect(quantile([0, 10, 20, 30], 1)).toBe(30);
    expect(quantile([4], 0.9)).toBe(4);
  });

  it('refuses to take one of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(/0 values/);
  });
});

it('takes the middle of any order, and the mean of two in the middle', () => {
  expect(median([9, 1, 4])).toBe(4);
  expect(median([9, 1, 4, 6])).toBe((4 + 6) / 2);
  expect(() => median([])).toThrow(RangeError);
});
