import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import { tiedCrossEntropy } from './ops.ts';

const rank2 = (inputs: tf.Tensor[], i: number) => inputs[i] as tf.Tensor2D;
const round = (value: number): number => Math.round(value * 1e5) / 1e5;

describeOnEachBackend('tiedCrossEntropy', () => {
  it('is the mean of minus the log of the probability of the label', () => {
    tf.tidy(() => {
      const hidden = tf.tensor2d([[1], [0]]);
      const table = tf.tensor2d([[Math.log(1)], [Math.log(3)]]); // probabilities 1/4 and 3/4, then 1/2 and 1/2
      expect(valuesOf(tiedCrossEntropy(hidden, table, Int32Array.of(1, 0)))).toEqual([
        round((-Math.log(3 / 4) + Math.LN2) / 2),
      ]);
    });
  });

  it('stays finite where the probability of the label underflows', () => {
    tf.tidy(() => {
      const [loss] = valuesOf(
        tiedCrossEntropy(tf.tensor2d([[500]]), tf.tensor2d([[0], [1]]), Int32Array.of(0)),
      );
      expect(loss).toBeCloseTo(-Math.log(1e-37), 3);
    });
  });

  it('becomes no number where the scores are none', () => {
    tf.tidy(() => {
      const loss = tiedCrossEntropy(tf.tensor2d([[NaN]]), tf.tensor2d([[0], [1]]), Int32Array.of(0));
      expect(valuesOf(loss)).toEqual([NaN]);
    });
  });

  // 3 rows of 7 classes: all at once, in chunks of two rows and one, and of one row each
  it.each([1000, 14, 1])('has the gradient of its differences in chunks of %i scores', (chunkScores) => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => tiedCrossEntropy(rank2(inputs, 0), rank2(inputs, 1), Int32Array.of(2, 0, 6), chunkScores),
      () => [normal([3, 4], 1), normal([7, 4], 2)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});
