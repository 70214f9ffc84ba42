import { expect, it } from 'vitest';
import { sidesOf } from './sides.ts';

it('wants more, fewer or nothing of a list', () => {
  const two = new Set([1, 2, 9]);
  const asked = [
    { least: 3, most: 10 },
    { least: 0, most: 1 },
    { least: 2, most: 2 },
  ];
  expect(sidesOf([1, 2, 3], [two, two, two], asked)).toEqual([1, -1, 0]);
});
