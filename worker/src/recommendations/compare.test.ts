import { expect, test } from 'vitest';
import { comparison, movesAgainst } from './compare.ts';

test('moves are places up or down, null for what is new', () => {
  expect(movesAgainst([5, 6, 7], [7, 5, 9])).toEqual([2, -1, null]);
});

const ten = (...items: number[]): number[] => [...items, 4, 5, 6, 7, 8, 9].slice(0, 10);

test.for<[number[], string, number]>([
  [ten(0, 1, 2, 3), 'none', 0],
  [ten(1, 0, 2, 3), 'low', 0],
  [ten(10, 11, 2, 3), 'low', 0.2],
  [ten(10, 11, 12, 3), 'medium', 0.3],
  [[10, 11, 12, 13, 14, 0, 1, 2, 3, 4], 'medium', 0.5],
  [[10, 11, 12, 13, 14, 15, 1, 2, 3, 4], 'high', 0.6],
])('%j against 0 to 9 is %s', ([steered, impact, replaced]) => {
  expect(comparison(ten(0, 1, 2, 3), steered, new Map())).toEqual({ impact, replaced, shares: [] });
});

test('shares count the items of each concept', () => {
  const items = new Map([['genre:a', new Set([0, 10, 11])]]);
  expect(comparison([0, 1, 2], [10, 11, 0], items).shares).toEqual([
    { concept: 'genre:a', before: 0.3333, after: 1 },
  ]);
  expect(comparison([], [], items)).toMatchObject({ impact: 'none', replaced: 0 });
});
