import { expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { drawNegatives } from './negatives.ts';

it('draws items without repeats, all of them when as many are asked for', () => {
  const drawn = drawNegatives(10, 10, createRandom(1));
  expect(Array.from(drawn).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('draws each item as often as any other', () => {
  const random = createRandom(1);
  const times = [0, 0, 0, 0, 0];
  for (let i = 0; i < 5000; i++)
    for (const item of drawNegatives(5, 2, random)) times[item] = (times[item] ?? 0) + 1;
  // 2/5 of 5000 draws is 2000, with a deviation of √(5000·.4·.6) = 35
  for (const count of times) expect(Math.abs(count - 2000)).toBeLessThan(4 * 35);
});
