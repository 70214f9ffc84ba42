import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from './paired-bootstrap.ts';

describe('pairedBootstrap', () => {
  it('has no doubt where every user differs by the same', () => {
    const { difference, low, high } = pairedBootstrap([1, 0.5, 0.75], [0.75, 0.25, 0.5]);
    expect([difference, low, high]).toEqual([0.25, 0.25, 0.25]);
  });

  it('comes to the quantiles of the binomial where users differ by 1 or nothing', () => {
    // 100 users, a ahead by 1 on 50: a resampled mean is Binomial(100, .5) / 100, whose .025 and .975 quantiles are
    // .40 and .60; 2,000 resamples place each within a step of .01
    const a = Array.from({ length: 100 }, (_, user) => user % 2);
    const { difference, low, high } = pairedBootstrap(a, new Float64Array(100), { seed: 7 });
    expect(difference).toBe(0.5);
    expect(Math.abs(low - 0.4)).toBeLessThanOrEqual(0.0101);
    expect(Math.abs(high - 0.6)).toBeLessThanOrEqual(0.0101);
  });

  it('keeps pairs together: rankings that vary much but agree differ by nothing', () => {
    const values = [0, 1, 0, 1, 0.5];
    expect(pairedBootstrap(values, values)).toEqual({ difference: 0, low: 0, high: 0 });
  });

  it('draws users whole, each with all of their rankings', () => {
    // one user is ahead by 1 twice and the other behind by 1 once: drawn (0, 0), (0, 1) or (1, 1), the mean is 1, 1/3
    // or -1; single rankings would also give 0
    const options = { users: [0, 0, 1], resamples: 400 };
    const { difference, low, high } = pairedBootstrap([1, 1, 0], [0, 0, 1], options);
    expect([difference, low, high]).toEqual([1 / 3, -1, 1]);
    const middle = pairedBootstrap([1, 1, 0], [0, 0, 1], { ...options, resamples: 1 });
    expect([1, 1 / 3, -1]).toContain(middle.low);
  });

  it('repeats itself for a seed, and not for another', () => {
    const a = [0.1, 0.9, 0.4, 0.7];
    const b = [0.3, 0.2, 0.6, 0.5];
    const once = pairedBootstrap(a, b, { seed: 3, resamples: 9 });
    expect(pairedBootstrap(a, b, { seed: 3, resamples: 9 })).toEqual(once);
    expect(pairedBootstrap(a, b, { seed: 4, resamples: 9 })).not.toEqual(once);
  });

  it('refuses what does not pair', () => {
    expect(() => pairedBootstrap([1, 2], [1])).toThrow(/2 and 1/);
    expect(() => pairedBootstrap([], [])).toThrow(/same users/);
    expect(() => pairedBootstrap([1], [1], { resamples: 0 })).toThrow(/got 0/);
  });
});
