import { describe, expect, it } from 'vitest';
import { rankingBreakdown, type RankedUser } from './breakdown.ts';

const userOf = (historyLength: number, target: number, rank: number, list: number[]): RankedUser => ({
  historyLength,
  target,
  rank,
  list,
});

/** Items 0 {a}, 1 {a, b}, 2 {c}, 3 {}; training interactions 8, 4, 2, 0. */
const catalogue = { counts: [8, 4, 2, 0], itemAttributes: [[0], [0, 1], [2], []] };

describe('rankingBreakdown', () => {
  // lengths 1, 2, 3, 3, 9: quartiles 2, 3, 3, so the groups are {1, 2}, {3, 3}, none and {9}
  const users = [
    userOf(3, 0, 1, [0, 1]),
    userOf(1, 1, 3, [0, 2]),
    userOf(9, 2, 11, [0, 1, 2]),
    userOf(3, 0, 20, [0]),
    userOf(2, 3, 1, [1, 3]),
  ];
  const breakdown = rankingBreakdown(users, catalogue);

  it('groups users by quartiles of history length, equal ones together', () => {
    expect(breakdown.byHistoryLength).toEqual([
      { from: 1, to: 2, users: 2, hr10: 1, ndcg10: (1 / Math.log2(4) + 1) / 2 },
      { from: 3, to: 3, users: 2, hr10: 1 / 2, ndcg10: 1 / 2 },
      { from: 9, to: 9, users: 1, hr10: 0, ndcg10: 0 },
    ]);
  });

  it('groups targets by their training interactions', () => {
    // 0, 2, 4, 8, 8: quartiles 2, 4, 8, so nothing lies above the third
    const groups = breakdown.byTargetPopularity.map(({ from, to, users: n, hr10 }) => [from, to, n, hr10]);
    expect(groups).toEqual([
      [0, 2, 2, 1 / 2],
      [4, 4, 1, 1],
      [8, 8, 2, 1 / 2],
    ]);
  });

  it('measures how unlike the items of a list are', () => {
    // cos(0, 1) = 1 / √2, all others 0; the list of one item has no pairs
    const pair = 1 / Math.sqrt(2);
    expect(breakdown.diversity10).toBeCloseTo((1 - pair + 1 + (1 - pair / 3) + 1) / 4, 12);
  });

  it('measures how much more popular lists are than targets', () => {
    // listed: 8 4, 8 2, 8 4 2, 8, 4 0 = 48 over 10 places; targets: 8 4 2 8 0 = 22 over 5
    expect(breakdown.popularityBias10).toBeCloseTo(4.8 / 4.4, 12);
  });

  it('counts lists of nothing as 0, which a report can hold, and not as NaN', () => {
    expect(rankingBreakdown([userOf(1, 0, 20, [])], catalogue).popularityBias10).toBe(0);
  });

  it('leaves out what cannot be said', () => {
    const bare = rankingBreakdown(users, { counts: [0, 0, 0, 0], itemAttributes: [[], [], [], []] });
    expect(bare).not.toHaveProperty('diversity10');
    expect(bare).not.toHaveProperty('popularityBias10');
  });
});
