import { describe, expect, it } from 'vitest';
import { rungsOf, survivors } from './halving.ts';

describe('rungsOf', () => {
  it('keeps a share of the trials from rung to rung, for as much longer each', () => {
    expect(rungsOf(9, 3, 18)).toEqual([
      { trials: 9, epochs: 2 },
      { trials: 3, epochs: 6 },
      { trials: 1, epochs: 18 },
    ]);
  });

  it('ends with one trial, whatever the first rung has, and trains for an epoch at least', () => {
    expect(rungsOf(8, 3, 4)).toEqual([
      { trials: 8, epochs: 1 }, // 4 / 9, rounded and then one at least
      { trials: 2, epochs: 1 },
      { trials: 1, epochs: 4 },
    ]);
    expect(rungsOf(1, 3, 4)).toEqual([{ trials: 1, epochs: 4 }]);
  });
});

describe('survivors', () => {
  it('are the best, ties to the lower number, and none that failed', () => {
    const outcomes = [
      { candidate: 0, ndcg10: 0.1 },
      { candidate: 1, ndcg10: null },
      { candidate: 2, ndcg10: 0.2 },
      { candidate: 3, ndcg10: 0.1 },
    ];
    expect(survivors(outcomes, 2)).toEqual([2, 0]);
    expect(survivors(outcomes, 4)).toEqual([2, 0, 3]);
  });
});
