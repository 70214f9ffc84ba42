import { someUsers } from './evaluate-recommender.ts';
import { describe, expect, it } from 'vitest';
import { createRankingAccumulator, rankOf } from './ranking.ts';

describe('rankOf', () => {
  const scores = Float32Array.of(5, 3, 3, 1, 9);

  it('counts better items and ties against the target', () => {
    expect(rankOf(scores, 4, [])).toBe(1);
    expect(rankOf(scores, 1, [])).toBe(4); // 9, 5 and the other 3 come before
    expect(rankOf(new Float32Array(5), 2, [])).toBe(5); // all tie
  });

  it('leaves out excluded items, each once, and never the target', () => {
    expect(rankOf(scores, 1, [4, 4, 3])).toBe(3);
    expect(rankOf(scores, 1, [0, 1, 2, 4])).toBe(1);
  });

  it('puts a score that is not a number last for the target and first for others', () => {
    expect(rankOf(Float32Array.of(Number.NaN, 1, 2), 0, [])).toBe(3);
    expect(rankOf(Float32Array.of(Number.NaN, 1, 2), 2, [])).toBe(2);
  });

  it('refuses a target beyond the catalogue', () => {
    expect(() => rankOf(scores, 5, [])).toThrow(/target 5/);
  });
});

describe('createRankingAccumulator', () => {
  it('averages over users', () => {
    // 12 items; user 1 finds the target at rank 2, user 2 at rank 12
    const accumulator = createRankingAccumulator([9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    const falling = Float32Array.from({ length: 12 }, (_, item) => -item);
    expect(accumulator.add(falling, 1, [])).toBe(2);
    expect(accumulator.add(falling, 11, [])).toBe(12);
    const metrics = accumulator.metrics();
    expect(metrics.hr10).toBe(1 / 2);
    expect(metrics.ndcg10).toBeCloseTo((1 / Math.log2(3) + 0) / 2, 12);
    expect(metrics.mrr).toBeCloseTo((1 / 2 + 1 / 12) / 2, 12);
    expect(metrics.coverage10).toBe(10 / 12);
    // each list holds item 0 (share 9/20) and nine items of share 1/20; item 11 counts as seen once
    expect(metrics.novelty10).toBeCloseTo((-Math.log2(9 / 20) - 9 * Math.log2(1 / 20)) / 10, 12);
    expect(metrics.users).toBe(2);
    expect(accumulator.ranks).toEqual([2, 12]);
  });

  it('lists no excluded item', () => {
    const accumulator = createRankingAccumulator([1, 1, 1]);
    expect(accumulator.add(Float32Array.of(3, 2, 1), 2, [0, 1])).toBe(1);
    expect(accumulator.metrics().coverage10).toBe(1 / 3);
  });

  it('has nothing to say about nobody', () => {
    expect(() => createRankingAccumulator([1]).metrics()).toThrow(/no user/);
  });
});

it('compares lists of all people where the catalogue is small, and of fewer the larger it is', () => {
  expect(someUsers(3416)).toBe(94_847); // 324,000,000 ÷ 3,416: more than MovieLens-1M has
  expect(someUsers(54_000)).toBe(6000);
  expect(someUsers(300_000)).toBe(2000);
});
