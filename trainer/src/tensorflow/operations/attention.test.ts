import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeWithKernels } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import type { Attended, Reach } from './ops.ts';
import { fusedAttention } from './ops.ts';

/** The same by its formula. */
function attention(
  { query, keys, values }: Attended,
  { causal, lengths }: Reach,
  distances: tf.Tensor2D,
): number[] {
  const [count, length, size] = query.shape;
  const bias = distances.arraySync();
  const [q, k, v] = [query.arraySync(), keys.arraySync(), values.arraySync()];
  const heads = count / lengths.length;
  return q.flatMap((rows, index) =>
    rows.flatMap((row, i) => {
      const seen = causal ? i + 1 : (lengths[Math.floor(index / heads)] ?? length);
      const dot = (other: number[] = []): number => row.reduce((sum, x, d) => sum + x * (other[d] ?? NaN), 0);
      const added = (j: number): number => bias[index % heads]?.[j - i + length - 1] ?? NaN;
      const weights = Array.from({ length: seen }, (_, j) =>
        Math.exp(dot(k[index]?.[j]) / Math.sqrt(size) + added(j)),
      );
      const total = weights.reduce((sum, x) => sum + x, 0);
      return Array.from({ length: size }, (_, d) =>
        weights.reduce((sum, weight, j) => sum + (weight / total) * (v[index]?.[j]?.[d] ?? NaN), 0),
      );
    }),
  );
}

const operands = (shape: number[]): Attended => ({
  query: normal(shape, 1) as tf.Tensor3D,
  keys: normal(shape, 2) as tf.Tensor3D,
  values: normal(shape, 3) as tf.Tensor3D,
});

describeWithKernels('fusedAttention', () => {
  const reaches: [string, Reach][] = [
    ['causal', { causal: true, lengths: [70, 70] }],
    ['of sequences with ends', { causal: false, lengths: [70, 33] }],
  ];

  it.each(reaches)(
    'is the mix of the formula, %s, over more queries than are worked on at once',
    (_, reach) => {
      const inputs = operands([4, 70, 5]); // two heads
      const distances = normal([2, 139], 4) as tf.Tensor2D;
      const expected = attention(inputs, reach, distances);
      const mixed = Array.from(fusedAttention(inputs, reach, distances).dataSync());
      const worst = Math.max(...mixed.map((x, i) => Math.abs(x - (expected[i] ?? NaN))));
      expect(worst).toBeLessThan(1e-5);
    },
  );

  it.each([
    { causal: true, lengths: [5, 5] },
    { causal: false, lengths: [5, 3] },
  ])('has the gradient of its differences, %j', (reach) => {
    const { error, leakedTensors } = checkGradients(
      ([query, keys, values, distances]) =>
        fusedAttention({ query, keys, values } as Attended, reach, distances as tf.Tensor2D),
      () => [...Object.values(operands([4, 5, 3])), normal([2, 9], 4)], // two heads
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });

  it('lets a first query see itself alone', () => {
    const inputs = operands([1, 3, 2]);
    const mixed = valuesOf(fusedAttention(inputs, { causal: true, lengths: [3] }));
    expect(mixed.slice(0, 2)).toEqual(valuesOf(inputs.values).slice(0, 2));
  });
});
