import { expect, it } from 'vitest';
import { keptTens } from './kept-tens.ts';

/** Items 0 to 5 fall from 6 to 1; leaning lifts item 4 above all but the first, and item 5 a little. */
const start = [6, 5, 4, 3, 2, 1];
const leaning = [6, 5, 4, 3, 5.5, 1.5];
const one = { memberships: [new Set([4, 5])], wishes: [{ least: 1, most: 1 }], count: 3 };

it('chooses by the scores that lean, and orders between them and those without wishes', () => {
  expect(keptTens({ start, leaning }, one, 1, 0)).toEqual([[0, 1, 4]]);
  expect(keptTens({ start, leaning }, one, 1, 1)).toEqual([[0, 4, 1]]);
});

it('keeps the counts of the first ten in the next', () => {
  expect(keptTens({ start, leaning }, one, 2, 0)).toEqual([[0, 1, 4], [2, 3, 5]]); // prettier-ignore
});
