import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from './each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from './gradient-check.ts';
import { matMul, softmaxCrossEntropy, tiedCrossEntropy } from './ops.ts';

const rank2 = (inputs: tf.Tensor[], i: number) => inputs[i] as tf.Tensor2D;
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const threeLabels = (): tf.Tensor1D => tf.tensor1d([2, 0, 6], 'int32');

describeOnEachBackend('softmaxCrossEntropy', () => {
  it('is minus the log of the probability of the label', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [Math.log(1), Math.log(3)],
        [0, 0],
      ]);
      const labels = tf.tensor1d([1, 0], 'int32');
      expect(valuesOf(softmaxCrossEntropy(logits, labels))).toEqual([
        round(-Math.log(3 / 4)),
        round(Math.LN2),
      ]);
    });
  });

  it('stays finite where the probability of the label underflows', () => {
    tf.tidy(() => {
      const loss = softmaxCrossEntropy(tf.tensor2d([[0, 500]]), tf.tensor1d([0], 'int32'));
      expect(valuesOf(loss)).toEqual([500]);
    });
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => softmaxCrossEntropy(rank2(inputs, 0), tf.tensor1d([2, 0, 4], 'int32')),
      () => [normal([3, 5], 1)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

describeOnEachBackend('tiedCrossEntropy', () => {
  it('is the cross-entropy of hidden·tableᵀ', () => {
    const [fused, plain] = tf.tidy(() => {
      const [hidden, table] = [normal([3, 4], 1) as tf.Tensor2D, normal([7, 4], 2) as tf.Tensor2D];
      const scores = matMul(hidden, table, true);
      return [
        valuesOf(tiedCrossEntropy(hidden, table, threeLabels())),
        valuesOf(softmaxCrossEntropy(scores, threeLabels())),
      ];
    });
    expect(fused).toEqual(plain);
  });

  it('has the gradient of its differences', () => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => tiedCrossEntropy(rank2(inputs, 0), rank2(inputs, 1), threeLabels()),
      () => [normal([3, 4], 1), normal([7, 4], 2)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});
