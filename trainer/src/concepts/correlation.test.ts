import { describe, expect, it } from 'vitest';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Codes } from '../sae/codes.ts';
import { latentStatistics } from './correlation.ts';
import { areaUnderCurve } from '../math/area-under-curve.ts';
import { pearson } from '../math/pearson.ts';

describe('pearson', () => {
  it('is the covariance over the deviations', () => {
    // deviations -1, 0, 1 and -1, -1, 2: (1 + 0 + 2) / √(2·6)
    expect(pearson([1, 2, 3], [0, 0, 3])).toBeCloseTo(3 / Math.sqrt(12), 12);
    expect(pearson([1, 2, 3], [30, 20, 10])).toBeCloseTo(-1, 12);
  });

  it('is 0 where a series is constant, however it rounds', () => {
    const constant = Array.from({ length: 1000 }, () => 0.1);
    expect(
      pearson(
        constant,
        constant.map((_, i) => i),
      ),
    ).toBe(0);
    expect(pearson([5, 5], [1, 2])).toBe(0);
    expect(pearson([], [])).toBe(0);
  });
});

describe('areaUnderCurve', () => {
  it('is the share of pairs in the right order, ties counting half', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(areaUnderCurve([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
    // pairs of positives 2, 5 and negatives 2, 3: tie, less, more, more
    expect(areaUnderCurve([2, 5, 2, 3], [1, 1, 0, 0])).toBe((0.5 + 0 + 1 + 1) / 4);
    expect(areaUnderCurve([0, 0, 0], [1, 0, 0])).toBe(0.5);
  });

  it('is no number without both kinds', () => {
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNaN();
    expect(areaUnderCurve([1, 2], [0, 0])).toBeNaN();
  });
});

/** Four positions, two latents: latent 0 is 2, .5, 1, 0 and latent 1 is .1 everywhere. */
const codes: Codes = {
  k: 2,
  latent: Int32Array.of(0, 1, 0, 1, 0, 1, 1, -1),
  value: Float32Array.of(2, 0.1, 0.5, 0.1, 1, 0.1, 0.1, 0),
};

const catalogue: Catalogue = {
  ids: ['a', 'b'],
  titles: ['A', 'B'],
  attributes: [
    { id: 'x:1', label: 'One', kind: 'x' },
    { id: 'x:2', label: 'All', kind: 'x' },
  ],
  itemAttributes: [[0, 1], [1]],
  counts: [2, 2],
};

describe('latentStatistics', () => {
  const rows = Int32Array.of(0, 1, 2, 3);
  const items = Int32Array.of(0, 1, 0, 1);
  const { correlation } = latentStatistics(codes, 2, { rows, items }, catalogue);

  it('correlates each latent with each attribute', () => {
    expect(correlation[0]).toBeCloseTo(pearson([2, 0.5, 1, 0], [1, 0, 1, 0]), 6);
  });

  it('is 0 where the attribute or the latent is the same everywhere', () => {
    expect([correlation[1], correlation[2], correlation[3]]).toEqual([0, 0, 0]);
  });

  it('looks only at the rows given', () => {
    const some = latentStatistics(codes, 2, { rows: Int32Array.of(1, 2, 3), items }, catalogue);
    expect(some.correlation[0]).toBeCloseTo(pearson([0.5, 1, 0], [0, 1, 0]), 6);
  });
});
