import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import { gatedAdd, swiGlu } from './ops.ts';

const rows = (...values: number[]): tf.Tensor2D => tf.tensor2d([values]);
const QUARTER = -Math.log(3); // σ = 1/4

describeOnEachBackend('gatedAdd', () => {
  it('adds the share of the branch that the gate lets through', () => {
    const sum = gatedAdd(rows(1, 1, 1, 1), rows(0, QUARTER, -200, 200), rows(8, 8, 8, 8));
    expect(valuesOf(sum)).toEqual([1 + 4, 1 + 2, 1, 1 + 8]);
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      ([x, gate, branch]) => gatedAdd(x as tf.Tensor2D, gate as tf.Tensor2D, branch as tf.Tensor2D),
      () => [normal([3, 7], 1), normal([3, 7], 2), normal([3, 7], 3)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });

  it('hands on what is not a number, so that a training that breaks is seen', () => {
    expect(gatedAdd(rows(1), rows(NaN), rows(1)).dataSync()[0]).toBeNaN();
  });
});

describeOnEachBackend('swiGlu', () => {
  it('is gate·σ(gate)·value', () => {
    expect(valuesOf(swiGlu(rows(0, QUARTER, 100), rows(5, 4, 3)))).toEqual([
      0,
      Math.round(QUARTER * 1e5) / 1e5,
      300,
    ]);
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      ([gate, value]) => swiGlu(gate as tf.Tensor2D, value as tf.Tensor2D),
      () => [normal([3, 7], 1), normal([3, 7], 2)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});
