import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { datasetOf } from '../../testing/example-data.ts';
import { coOccurrenceVectors } from './co-occurrence-vectors.ts';

/** Items 0, 1, 2 are watched together, and 3, 4, 5; the last two of each history are held out. */
const data = datasetOf(
  Array.from({ length: 20 }, (_, user) => {
    const from = user % 2 === 0 ? 0 : 3;
    return [0, 1, 2, 0, 1, 2, 0, 1].map((item) => from + item);
  }),
  6,
);

const product = (vectors: Float32Array, size: number, a: number, b: number): number =>
  Array.from({ length: size }, (_, i) => (vectors[a * size + i] ?? 0) * (vectors[b * size + i] ?? 0)).reduce(
    (sum, value) => sum + value,
    0,
  );

describeOnEachBackend('coOccurrenceVectors', () => {
  it('puts items that are watched together side by side, and others at right angles', async () => {
    const before = tf.memory().numTensors;
    const vectors = await coOccurrenceVectors(data, 2, 1);
    expect(vectors).toHaveLength(6 * 2);
    expect(product(vectors, 2, 0, 1)).toBeGreaterThan(0.3);
    expect(product(vectors, 2, 3, 5)).toBeGreaterThan(0.3);
    for (const other of [3, 4, 5]) expect(Math.abs(product(vectors, 2, 0, other))).toBeLessThan(1e-3);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('is positive pointwise mutual information, rebuilt with all its singular values', async () => {
    // ten users each: in 0 1 2 0 1 2 all places are near; C₀₁ = 40, C₀₀ = 20, C₀ = 100 of N = 600, so that M₀₁ = ln 2.4
    // and M₀₀ = ln 1.2. Its eigenvalues are λ = ln 1.2 + 2 ln 2.4 and twice ln 1.2 - ln 2.4 = -ln 2, singular value ln 2
    const vectors = await coOccurrenceVectors(data, 6, 1);
    const largest = Math.log(1.2) + 2 * Math.log(2.4);
    expect(product(vectors, 6, 0, 1)).toBeCloseTo((largest - Math.LN2) / 3, 4);
    expect(product(vectors, 6, 4, 4)).toBeCloseTo((largest + 2 * Math.LN2) / 3, 4);
  });

  it('fills up with zeros where there are fewer items than dimensions', async () => {
    const vectors = await coOccurrenceVectors(data, 8, 1);
    expect(Array.from({ length: 6 }, (_, item) => vectors[item * 8 + 7])).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
