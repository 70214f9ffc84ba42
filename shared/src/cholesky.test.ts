import { expect, it } from 'vitest';
import { addToDiagonal, cholesky, inverseOfLower, ridgeOf, solve } from './cholesky.ts';

it('solves by hand', () => {
  // [4 2; 2 10] = L·Lᵀ with L = [2 0; 1 3]; 4·1 + 2·2 = 8 and 2·1 + 10·2 = 22
  const lower = cholesky(Float64Array.of(4, 0, 2, 10), 2);
  expect(Array.from(lower)).toEqual([2, 0, 1, 3]);
  expect(Array.from(solve(lower, Float64Array.of(8, 22), 2))).toEqual([1, 2]);
});

it('refuses a matrix that is not positive definite, and one with what is no number', () => {
  // L₁₁ = 1, L₂₁ = 2, and 1 - 2² = -3 has no root
  expect(() => cholesky(Float64Array.of(1, 0, 2, 1), 2)).toThrow('not positive definite: pivot 1 is -3');
  expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow('pivot 0 is NaN');
  expect(() => cholesky(Float64Array.of(0), 1)).toThrow(RangeError);
});

it('inverts a lower triangle by hand', () => {
  // [2 0; 1 3]·[1/2 0; -1/6 1/3] = I
  expect(Array.from(inverseOfLower(Float64Array.of(2, 0, 1, 3), 2))).toEqual([1 / 2, 0, -1 / 2 / 3, 1 / 3]);
});

it('adds a share of the mean diagonal', () => {
  const matrix = Float64Array.of(4, 0, 2, 10);
  expect(ridgeOf(matrix, 2, 0.5)).toBe(3.5);
  addToDiagonal(matrix, 2, 3.5);
  expect(Array.from(matrix)).toEqual([7.5, 0, 2, 13.5]);
});
