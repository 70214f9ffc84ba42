import { expect, it } from 'vitest';
import { calibratedTen } from './calibrated.ts';

/** Items 0 to 19 fall from 20 to 1; every fourth, from 16 on, has the concept. */
const scores = Array.from({ length: 20 }, (_, i) => 20 - i);
const items = new Set([16, 17, 18, 19]);
const ten = (wanted: number, excluded = new Set<number>()): number[] =>
  calibratedTen({ scores, items, excluded, wanted, count: 10 });

it('has the share that is wanted, spread over the list', () => {
  const list = ten(3);
  expect(list.filter((item) => items.has(item))).toEqual([16, 17, 18]);
  expect(list.filter((item) => !items.has(item))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(list.slice(0, 3).filter((item) => items.has(item))).toHaveLength(1); // a third of three
});

it('takes none where none are wanted, and goes on without where there are too few', () => {
  expect(ten(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(ten(3, new Set([16, 17, 18])).filter((item) => items.has(item))).toEqual([19]);
});
