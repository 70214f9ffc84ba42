import { describe, expect, it } from 'vitest';
import { splitInterval } from './split-interval.ts';

describe('splitInterval', () => {
  it('is the mean and the corrected reach of Student’s t', () => {
    // mean 3, s² = (4 + 1 + 0 + 1 + 4) / 4 = 2.5
    const { mean, low, high } = splitInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(high - mean).toBeCloseTo(2.776 * Math.sqrt((1 / 5 + 1) * 2.5), 10);
    expect(mean - low).toBeCloseTo(high - mean, 10);
  });

  it('has no width where splits agree, and needs two of them', () => {
    expect(splitInterval([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
    expect(() => splitInterval([1])).toThrow('an interval needs 2 to 10 splits, got 1');
  });
});
