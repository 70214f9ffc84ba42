import { expect, it } from 'vitest';
import { anchorsOf } from './firing-items.ts';

it('finds the items that a latent fires on most, and how much of it they are', () => {
  const firing = { items: Int32Array.of(7, 3, 7, 9, 5), values: Float32Array.of(4, 1, 2, 3, 8) };
  const count = new Int32Array(10).fill(2); // of each item two positions, at some of which it does not fire
  count[5] = 1; // too few to be an anchor
  // means: 3 → 1/2, 7 → 6/2, 9 → 3/2; shrunk alike, since all are seen twice
  const { items, focus, weight } = anchorsOf(firing, count, 2, 2);
  expect(items).toEqual([7, 9]);
  expect(focus).toBeCloseTo(9 / 18, 6); // 6 + 3 of 4 + 1 + 2 + 3 + 8
  expect(weight).toBeCloseTo(18 / 5, 6);
});
