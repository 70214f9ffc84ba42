import { expect, it } from 'vitest';
import { ranks, spearman } from './spearman.ts';

it('ranks from 1, and shares ranks between equals', () => {
  expect([...ranks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
});

it('sees order and no distances', () => {
  expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
  // d = 1, -1, 0: 1 - 6·2/(3·8)
  expect(spearman([1, 2, 3], [2, 1, 3])).toBeCloseTo(1 - 12 / 24, 12);
  expect(spearman([1, 1, 1], [1, 2, 3])).toBe(0);
});
