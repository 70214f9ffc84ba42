import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

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
