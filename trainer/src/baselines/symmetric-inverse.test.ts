import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { invertSymmetric } from './symmetric-inverse.ts';

describeOnEachBackend('invertSymmetric', () => {
  it('inverts by hand', () => {
    // |4 2; 2 3| has determinant 8
    const inverse = invertSymmetric(tf.tensor2d([4, 2, 2, 3], [2, 2]));
    const values = inverse.dataSync();
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, cell) => expect(values[cell]).toBeCloseTo(value, 6));
    inverse.dispose();
  });

  it('gives the identity when multiplied back, over several halvings of an odd size', () => {
    const n = 301; // 150 and 151, then 75 and 75, 75 and 76
    const random = createRandom(1);
    const values = new Float32Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) values[i * n + j] = values[j * n + i] = random.next();
      values[i * n + i] = n; // ahead of the sum of its row, hence positive definite
    }
    const matrix = tf.tensor2d(values, [n, n]);
    const before = tf.memory().numTensors;
    const inverse = invertSymmetric(matrix);
    expect(tf.memory().numTensors).toBe(before + 1);
    const error = tf.tidy(() => tf.max(tf.abs(tf.sub(tf.matMul(matrix, inverse), tf.eye(n)))).dataSync()[0]);
    expect(error).toBeLessThan(2e-5); // some hundred roundings of 6e-8
    tf.dispose([matrix, inverse]);
  });

  it('refuses a matrix that is not positive definite', () => {
    const matrix = tf.tensor2d([1, 2, 2, 1], [2, 2]);
    expect(() => invertSymmetric(matrix)).toThrow(/not positive definite/);
    matrix.dispose();
  });
});
