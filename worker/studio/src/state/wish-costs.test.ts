import { expect, test } from 'vitest';
import { keptAt, wishCostsOf } from './wish-costs.ts';

const point = (change: number, kept: number) => ({ change, users: 100, kept, low: kept - 0.02, high: 1 });
const points = [point(-1, 0.99), point(1, 0.98), point(3, 0.9)];

test('what is kept lies on the line through what was measured, and is unknown beyond', () => {
  expect(keptAt(points, 1)).toBe(0.98);
  expect(keptAt(points, 2)).toBeCloseTo(0.94, 12); // between .98 and .9
  expect(keptAt(points, -1)).toBe(0.99);
  expect([keptAt(points, -2), keptAt(points, 4), keptAt(points, 0), keptAt([], 1)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(keptAt([point(2, 0.9)], 1)).toBeCloseTo(0.95, 12); // today's list keeps all
});

test('a version that measured none, or something else, says nothing', () => {
  expect(wishCostsOf({ metrics: {} }).size).toBe(0);
  expect(wishCostsOf({ metrics: { wishCosts: { concepts: 'later' } } }).size).toBe(0);
  const concepts = { 'genre:a': [...points, { change: 'many' }] };
  expect([...wishCostsOf({ metrics: { wishCosts: { concepts } } })]).toEqual([['genre:a', points]]);
});
