import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import { batchMatMul, gatherRows, keepTopK, layerNorm, maskedSoftmax, matMul } from './ops.ts';

type Inputs = tf.Tensor[];
const rank1 = (inputs: Inputs, i: number) => inputs[i] as tf.Tensor1D;
const rank2 = (inputs: Inputs, i: number) => inputs[i] as tf.Tensor2D;
const rank3 = (inputs: Inputs, i: number) => inputs[i] as tf.Tensor3D;

const causal = (): tf.Tensor =>
  tf.tensor2d([
    [0, -1e9],
    [0, 0],
  ]);
const taken = (rows: tf.Tensor): tf.Tensor =>
  gatherRows(rows as tf.Tensor2D, tf.tensor1d([2, 0, 2], 'int32'));

describeOnEachBackend('matMul', () => {
  it('multiplies, with and without the transpose', () => {
    tf.tidy(() => {
      const a = tf.tensor2d([[1, 2, 3]]);
      expect(valuesOf(matMul(a, tf.tensor2d([[1], [10], [100]])))).toEqual([1 + 20 + 300]);
      expect(
        valuesOf(
          matMul(
            a,
            tf.tensor2d([
              [1, 10, 100],
              [0, 0, 1],
            ]),
            true,
          ),
        ),
      ).toEqual([321, 3]);
    });
  });

  it.each([false, true])('has the gradient of its differences, transposeB %s', (transposeB) => {
    const shape = transposeB ? [4, 3] : [3, 4];
    const { error, leakedTensors } = checkGradients(
      (inputs) => matMul(rank2(inputs, 0), rank2(inputs, 1), transposeB),
      () => [normal([5, 3], 1), normal(shape, 2)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

describeOnEachBackend('batchMatMul', () => {
  it('multiplies each batch by itself', () => {
    tf.tidy(() => {
      const a = tf.tensor3d([[[1, 2]], [[3, 4]]]); // [2, 1, 2]
      const b = tf.tensor3d([[[5, 6]], [[7, 8]]]); // [2, 1, 2]
      expect(valuesOf(batchMatMul(a, b, true))).toEqual([5 + 12, 21 + 32]);
    });
  });

  it.each([false, true])('has the gradient of its differences, transposeB %s', (transposeB) => {
    const shape = transposeB ? [3, 5, 4] : [3, 4, 5];
    const { error, leakedTensors } = checkGradients(
      (inputs) => batchMatMul(rank3(inputs, 0), rank3(inputs, 1), transposeB),
      () => [normal([3, 2, 4], 1), normal(shape, 2)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

describeOnEachBackend('gatherRows', () => {
  it('adds up the gradients of a row that was taken twice, and gives none to others', () => {
    tf.tidy(() => {
      const table = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      expect(valuesOf(taken(table))).toEqual([5, 6, 1, 2, 5, 6]);
      const upstream = tf.tensor2d([
        [1, 10],
        [2, 20],
        [4, 40],
      ]);
      expect(valuesOf(tf.grad(taken)(table, upstream))).toEqual([2, 20, 0, 0, 5, 50]);
    });
  });
});

describeOnEachBackend('layerNorm', () => {
  it('normalises each row', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[1, 3]]); // mean 2, variance 1
      const y = layerNorm(x, tf.tensor1d([2, 2]), tf.tensor1d([0, 5]), 0);
      expect(valuesOf(y)).toEqual([-1 * 2, 1 * 2 + 5]);
    });
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => layerNorm(rank2(inputs, 0), rank1(inputs, 1), rank1(inputs, 2)),
      () => [normal([3, 6], 1), normal([6], 2), normal([6], 3)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

describeOnEachBackend('maskedSoftmax', () => {
  it('gives nothing to masked keys', () => {
    tf.tidy(() => {
      const scores = tf.tensor3d([
        [
          [0, 7],
          [0, Math.log(3)],
        ],
      ]);
      expect(valuesOf(maskedSoftmax(scores, causal()))).toEqual([1, 0, 1 / 4, 3 / 4]);
    });
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => maskedSoftmax(rank3(inputs, 0), causal()),
      () => [normal([3, 2, 2], 1)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

describeOnEachBackend('keepTopK', () => {
  it('keeps exactly k of a row, ties to the lower index', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 3, 2, -1],
        [5, 5, 5, 5],
      ]);
      expect(valuesOf(keepTopK(x, 2))).toEqual([0, 3, 2, 0, 5, 5, 0, 0]);
      expect(valuesOf(keepTopK(x, 9))).toEqual([1, 3, 2, -1, 5, 5, 5, 5]);
    });
  });

  it('finds them in long rows', () => {
    tf.tidy(() => {
      const columns = Array.from({ length: 100 }, (_, i) => i);
      const shuffled = columns.map((i) => ((7 * i) % 100) - 96); // only 97, 98 and 99 are above 96
      const repeated = columns.map((i) => i % 10); // the first three nines are at 9, 19 and 29
      const kept = valuesOf(keepTopK(tf.tensor2d([shuffled, repeated, shuffled.map(() => -5)]), 3));
      const places = kept.flatMap((value, i) => (value === 0 ? [] : [i]));
      // 7·43 = 301, so that v stands at 43·v mod 100
      expect(places).toEqual([14, 57, 71, 109, 119, 129, 200, 201, 202]);
    });
  });

  it('passes the gradient through what it kept', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 3, 2],
        [0, -1, -2],
      ]);
      const upstream = tf.tensor2d([
        [10, 20, 30],
        [40, 50, 60],
      ]);
      const gradient = tf.grad((at: tf.Tensor) => keepTopK(at as tf.Tensor2D, 2))(x, upstream);
      expect(valuesOf(gradient)).toEqual([0, 20, 30, 40, 50, 0]);
    });
  });
});
