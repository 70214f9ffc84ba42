import { expect, it } from 'vitest';
import { cholesky, solve } from './cholesky.ts';

it('solves by hand', () => {
  // [4 2; 2 10] = L·Lᵀ with L = [2 0; 1 3]; 4·1 + 2·2 = 8 and 2·1 + 10·2 = 22
  const lower = cholesky(Float64Array.of(4, 0, 2, 10), 2);
  expect(Array.from(lower)).toEqual([2, 0, 1, 3]);
  expect(Array.from(solve(lower, Float64Array.of(8, 22), 2))).toEqual([1, 2]);
});
