import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { invertSymmetric } from './symmetric-inverse.ts';

describe('invertSymmetric', () => {
  it('inverts by hand', () => {
    // |4 2; 2 3| has determinant 8
    const matrix = Float64Array.of(4, 2, 2, 3);
    invertSymmetric(matrix, 2);
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, cell) => expect(matrix[cell]).toBeCloseTo(value, 12));
  });

  it('gives the identity when multiplied back, over several blocks and an odd remainder', () => {
    const n = 139; // two blocks of 64 and one of 11; 139 = 4 · 34 + 3
    const random = createRandom(1);
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i] = random.next();
      matrix[i * n + i] = n; // ahead of the sum of its row, hence positive definite
    }
    const inverse = matrix.slice();
    invertSymmetric(inverse, n);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += (matrix[i * n + k] as number) * (inverse[k * n + j] as number);
        worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
      }
    }
    expect(worst).toBeLessThan(1e-12); // some hundred roundings of 1e-16
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => invertSymmetric(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/not positive definite/);
  });
});
