import { expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0);

it('finds what is known of a matrix of two', () => {
  const { values, vectors } = symmetricEigen([2, 1, 1, 2], 2);
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors[0]).toBeCloseTo(vectors[1] ?? 0, 12); // (1, 1)
  expect(vectors[2]).toBeCloseTo(-(vectors[3] ?? 0), 12); // (1, -1)
});

it('gives A·v = λ·v with falling λ and unit vectors at right angles', () => {
  const n = 12;
  const random = createRandom(1, 'eigen');
  const half = Float64Array.from({ length: n * n }, () => random.normal());
  const matrix = half.map((value, i) => value + (half[(i % n) * n + Math.floor(i / n)] ?? 0));
  const { values, vectors } = symmetricEigen(matrix, n);
  const row = (i: number): Float64Array => vectors.subarray(i * n, (i + 1) * n);
  expect(values).toEqual(values.toSorted().toReversed());
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) expect(dot(row(i), row(j))).toBeCloseTo(i === j ? 1 : 0, 10);
    for (let j = 0; j < n; j++) {
      const product = dot(matrix.subarray(j * n, (j + 1) * n), row(i));
      expect(product).toBeCloseTo((values[i] ?? 0) * (row(i)[j] ?? 0), 9);
    }
  }
});
