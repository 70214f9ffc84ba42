import { describe, expect, it } from 'vitest';
import { itemHalves, roleOf } from './roles.ts';

describe('roleOf', () => {
  it.each([
    ['numbers', (i: number) => String(i)],
    ['names', (i: number) => `user-${i}`],
    ['names that differ in the middle', (i: number) => `user-${i}@example.org`],
  ])('gives 60% of users to training and 20% to each other role, for %s', (_, name) => {
    const n = 10_000;
    const counts = { train: 0, selection: 0, test: 0 };
    for (let i = 0; i < n; i++) counts[roleOf(name(i))]++;
    // five standard errors of a share are 5·√(.6·.4/10,000) = .024
    expect(Math.abs(counts.train / n - 0.6)).toBeLessThan(0.025);
    expect(Math.abs(counts.selection / n - 0.2)).toBeLessThan(0.02);
    expect(Math.abs(counts.test / n - 0.2)).toBeLessThan(0.02);
  });

  it('never moves a user: models of different nights hold out the same people', () => {
    const roles = ['1', '2', '3', '4', '5', 'ada', 'grace', ''].map(roleOf);
    // worked out by a second implementation of the hash
    expect(roles).toEqual(['selection', 'train', 'selection', 'test', 'train', 'train', 'train', 'test']);
  });
});

describe('itemHalves', () => {
  const counts = Array.from({ length: 101 }, (_, item) => (item * 37) % 50);

  it('parts every two neighbours in popularity', () => {
    const half = itemHalves(counts, 1);
    const order = counts.map((_, item) => item).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
    for (let i = 0; i + 1 < order.length; i += 2) {
      expect((half[order[i] ?? 0] ?? 0) + (half[order[i + 1] ?? 0] ?? 0)).toBe(1);
    }
    const inB = half.reduce((sum, b) => sum + b, 0);
    expect([50, 51]).toContain(inB);
  });

  it('parts them alike for a seed and otherwise for another', () => {
    expect(itemHalves(counts, 1)).toEqual(itemHalves(counts, 1));
    expect(itemHalves(counts, 1)).not.toEqual(itemHalves(counts, 2));
    expect(itemHalves([], 1)).toHaveLength(0);
  });
});
