import { expect, it } from 'vitest';
import { keptTens } from './kept-tens.ts';

/** Items 0 to 5 fall from 6 to 1; leaning lifts item 4 above all but the first, and item 5 a little. */
const start = [6, 5, 4, 3, 2, 1];
const leaning = [6, 5, 4, 3, 5.5, 1.5];
const rare = new Set([4, 5]);
const one = { memberships: [rare], wishes: [{ least: 1, most: 1 }], count: 3 };

it('chooses by the scores that lean, and orders by those without wishes', () => {
  expect(keptTens({ start, leaning }, one, 1, 0)).toEqual([[0, 1, 4]]);
  expect(keptTens({ start: leaning, leaning: start }, one, 1, 0)).toEqual([[0, 4, 1]]); // 6, 5.5 and 5
});

it('puts what was wished for higher by the preference, and not where the list had it anyway', () => {
  expect(keptTens({ start, leaning }, one, 1, 2.9)).toEqual([[0, 1, 4]]); // 4.9 is less than 5
  expect(keptTens({ start, leaning }, one, 1, 3.1)).toEqual([[0, 4, 1]]);
  const had = { ...one, memberships: [new Set([2])] };
  expect(keptTens({ start, leaning: start }, had, 1, 9)).toEqual([[0, 1, 2]]);
});

it('puts what was wished away lower, by each wish', () => {
  const away = { memberships: [new Set([0, 1]), new Set([0, 4])], wishes: [{ least: 0, most: 1 }, { least: 2, most: 2 }], count: 3 }; // prettier-ignore
  // Item 0 is wished away and for: 6. Items 2 and 4 stay 4 and 2 + 3.
  expect(keptTens({ start, leaning: start }, away, 1, 3)).toEqual([[0, 4, 2]]);
  const fewer = { memberships: [new Set([0, 1])], wishes: [{ least: 0, most: 1 }], count: 3 };
  expect(keptTens({ start, leaning: start }, fewer, 1, 2.5)).toEqual([[2, 0, 3]]); // 4, 3.5 and 3
});

it('keeps the counts of the first ten in the next', () => {
  expect(keptTens({ start, leaning }, one, 2, 0)).toEqual([[0, 1, 4], [2, 3, 5]]); // prettier-ignore
});
