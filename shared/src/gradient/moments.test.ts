import { expect, it } from 'vitest';
import { addOuterProducts, weightedSum } from './moments.ts';

it.each([1, 4, 6])('adds the weighted outer products of %i rows to the lower half', (n) => {
  const d = 3;
  const rows = Float64Array.from({ length: n * d }, (_, i) => ((i * 7) % 5) - 2);
  const weights = Float64Array.from({ length: n }, (_, i) => i + 0.5);
  const matrix = new Float64Array(d * d).fill(1);
  addOuterProducts(matrix, rows, weights, d);
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) {
      const added = [...weights].map((w, i) => w * (rows[i * d + a] ?? NaN) * (rows[i * d + b] ?? NaN));
      const sum = b <= a ? added.reduce((all, value) => all + value, 1) : 1;
      expect(matrix[a * d + b]).toBeCloseTo(sum, 12);
    }
  }
});

it('sums some rows by their weights', () => {
  expect([...weightedSum(Float64Array.from([1, 2, 3, 4, 5, 6]), [0, 2], [2, 9, -1], 2)]).toEqual([-3, -2]);
});
