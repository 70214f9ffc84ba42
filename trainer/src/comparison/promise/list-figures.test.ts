import { expect, it } from 'vitest';
import { ListSums } from './list-figures.ts';

/** Items 0 and 1 have attribute 0, items 1 and 2 attribute 1. */
const catalogue = {
  attributes: ['genre:own', 'genre:other'].map((id) => ({ id, label: id, kind: 'genre' })),
  itemAttributes: [[0], [0, 1], [1], []],
};
const own = new Set([0, 1]);

it('ranks all, and those whose next item has the concept', () => {
  const sums = new ListSums(catalogue, 2);
  sums.add('a', 0, own, { user: 0, base: [2, 3], list: [0, 2], target: 0 });
  sums.add('a', 0, own, { user: 1, base: [2, 3], list: [0, 2], target: 2 });
  const { ndcg10, alignedNdcg10 } = sums.figures();
  expect(ndcg10).toBeCloseTo((1 + 1 / Math.log2(3)) / 2, 12); // first, and second
  expect(alignedNdcg10).toBe(1);
});

it('counts what other attributes gain and lose, of each wish over all people', () => {
  const sums = new ListSums(catalogue, 2);
  sums.add('a', 0, own, { user: 0, base: [2, 3], list: [0, 1], target: 0 }); // attribute 1: one, and one
  sums.add('a', 0, own, { user: 1, base: [2, 3], list: [0, 3], target: 0 }); // one fewer, of four places
  sums.add('b', 0, own, { user: 1, base: [3, 0], list: [2, 1], target: 0 }); // two more, of two
  expect(sums.figures().spillover).toBeCloseTo((0.25 + 1) / 2, 12);
});
