import { expect, it } from 'vitest';
import { sizeNeeded } from './size-needed.ts';

const nobody = new Set<number>();
/** Scores of items 0 to 5 fall by one from 5 to 0. */
const scores = [5, 4, 3, 2, 1, 0];
const sizeOf = (least: number, most: number, items: number[], excluded = nobody): number =>
  sizeNeeded({ least, most }, new Set(items), { scores, count: 3, excluded });

it.each([
  ['what is to enter must pass what is to leave', 1, 3, [4, 5], 3 - 1],
  ['two enter for two that leave', 2, 3, [4, 5], 4 - 0],
  ['too many: what leaves falls below what enters', 0, 1, [0, 1, 5], -(4 - 2)],
  ['none are to stay', 0, 0, [0, 1], -(5 - 1)],
  ['as many as there are, where more are asked for', 3, 3, [4, 5], 4 - 0],
  ['nothing where the wish is kept', 1, 2, [1, 4], 0],
  ['nothing for a concept without items', 1, 3, [], 0],
  ['nothing where all others are gone', 0, 0, [0, 1, 2, 3, 4, 5], 0],
] as const)('%s', (_, least, most, items, expected) => {
  expect(sizeOf(least, most, [...items])).toBe(expected);
});

it('does not count what the list leaves out', () => {
  expect(sizeOf(1, 3, [4, 5], new Set([2, 4]))).toBe(2 - 0); // 0, 1, 3 are the list; 5 must pass 3
});
