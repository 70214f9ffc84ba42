import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import { linear } from './ops.ts';

const layer = ([x, weight, bias]: tf.Tensor[]): tf.Tensor =>
  linear(x as tf.Tensor2D, weight as tf.Tensor2D, bias as tf.Tensor1D);

describeOnEachBackend('linear', () => {
  it('is the product and the bias', () => {
    const inputs = [
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([
        [3, 5, 7],
        [11, 13, 17],
      ]),
      tf.tensor1d([100, 200, 300]),
    ];
    expect(valuesOf(layer(inputs))).toEqual([100 + 25, 200 + 31, 300 + 41]);
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(layer, () => [
      normal([5, 3], 1),
      normal([3, 18], 2),
      normal([18], 3),
    ]);
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });

  it('sums the gradients of its weights over more rows than are worked on at once', () => {
    const rows = 1000;
    const [, weight, bias] = tf.grads((...inputs) => tf.sum(layer(inputs)))([
      tf.ones([rows, 2]),
      tf.ones([2, 3]),
      tf.zeros([3]),
    ]);
    expect(valuesOf(weight as tf.Tensor)).toEqual([rows, rows, rows, rows, rows, rows]);
    expect(valuesOf(bias as tf.Tensor)).toEqual([rows, rows, rows]);
  });
});
