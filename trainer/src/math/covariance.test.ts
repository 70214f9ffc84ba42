import { describe, expect, it } from 'vitest';
import { covarianceOfRows, meanOfRows, ridgedCovariance } from './covariance.ts';

/** Rows 0 and 2 are (1, 2) and (3, 8); row 1 does not count. */
const of = { values: Float32Array.of(1, 2, 90, 90, 3, 8), d: 2, rows: Int32Array.of(0, 2) };

describe('covarianceOfRows', () => {
  it('is of the rows that count, about their mean', () => {
    const mean = meanOfRows(of);
    expect([...mean]).toEqual([2, 5]);
    // (±1, ±3): variances 1 and 9, covariance 3, in the lower half
    expect([...covarianceOfRows(of, mean)]).toEqual([1, 0, 3, 9]);
  });
});

describe('ridgedCovariance', () => {
  it('adds a share of the mean variance', () => {
    // (1 + 9) / 2 · .1 = .5
    expect([...ridgedCovariance(of, meanOfRows(of), 0.1)]).toEqual([1.5, 0, 3, 9.5]);
  });

  it('adds 1 where nothing varies, so that it can be solved', () => {
    const same = { ...of, rows: Int32Array.of(1, 1) };
    expect([...ridgedCovariance(same, meanOfRows(same), 0.1)]).toEqual([1, 0, 0, 1]);
  });
});
