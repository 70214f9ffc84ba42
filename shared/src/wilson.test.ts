import { expect, it } from 'vitest';
import { wilson } from './wilson.ts';

it('is that of the textbook', () => {
  const { low, high } = wilson(9, 10);
  expect(low).toBeCloseTo(0.5958, 3);
  expect(high).toBeCloseTo(0.9821, 3);
});

it('is not of no width where all or none succeed, and says nothing of none', () => {
  expect(wilson(10, 10).high).toBeCloseTo(1, 9);
  expect(wilson(10, 10).low).toBeCloseTo(0.7225, 3); // n/(n + z²)
  expect(wilson(0, 10).low).toBeCloseTo(0, 9);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
