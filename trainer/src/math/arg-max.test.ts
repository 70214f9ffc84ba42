import { expect, it } from 'vitest';
import { argMax } from './arg-max.ts';

it('finds the first of the largest', () => {
  const values = [-3, -1, -2, -1];
  expect(argMax(4, (place) => values[place] ?? 0)).toBe(1);
  expect(argMax(0, () => 1)).toBe(-1);
});
