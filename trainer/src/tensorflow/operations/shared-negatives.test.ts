import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal, valuesOf } from '../../../testing/gradient-check.ts';
import { generalisedBinaryCrossEntropy, sampledCrossEntropy, tiedCrossEntropy } from './ops.ts';

const rank2 = (inputs: tf.Tensor[], i: number) => inputs[i] as tf.Tensor2D;
const labels = Int32Array.of(2, 0, 6);
const hiddenAndTable = (): tf.Tensor[] => [normal([3, 4], 1), normal([7, 4], 2)];
/** Item 2 is the first row's label, which is then not a negative there. */
const negatives = Int32Array.of(5, 2, 1);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** One row with scores 1, 2 and 3 of its three classes. */
const oneTwoThree = (): [tf.Tensor2D, tf.Tensor2D] => [tf.tensor2d([[1]]), tf.tensor2d([[1], [2], [3]])];

describeOnEachBackend('sampledCrossEntropy', () => {
  it('lets a negative stand for as many classes as were not drawn', () => {
    tf.tidy(() => {
      const loss = sampledCrossEntropy(...oneTwoThree(), Int32Array.of(0), { negatives: Int32Array.of(2) });
      // one of two others was drawn, so it counts twice: e / (e + 2e³)
      expect(valuesOf(loss)[0]).toBeCloseTo(-Math.log(Math.E / (Math.E + 2 * Math.exp(3))), 4);
    });
  });

  it('leaves the label out of the negatives', () => {
    tf.tidy(() => {
      const drawn = { negatives: Int32Array.of(0, 2) };
      const loss = sampledCrossEntropy(...oneTwoThree(), Int32Array.of(0), drawn);
      expect(valuesOf(loss)[0]).toBeCloseTo(-Math.log(Math.E / (Math.E + 2 * Math.exp(3))), 4);
    });
  });

  it('counts how many classes there are where the table has only some', () => {
    tf.tidy(() => {
      const drawn = { negatives: Int32Array.of(2), classes: 6 }; // one of five others
      const loss = sampledCrossEntropy(...oneTwoThree(), Int32Array.of(0), drawn);
      expect(valuesOf(loss)[0]).toBeCloseTo(-Math.log(Math.E / (Math.E + 5 * Math.exp(3))), 4);
    });
  });

  it('is the full cross-entropy when every class is a negative', () => {
    tf.tidy(() => {
      const [hidden, table] = hiddenAndTable() as [tf.Tensor2D, tf.Tensor2D];
      const all = { negatives: Int32Array.of(3, 0, 1, 2, 6, 5, 4) };
      expect(valuesOf(sampledCrossEntropy(hidden, table, labels, all))[0]).toBeCloseTo(
        valuesOf(tiedCrossEntropy(hidden, table, labels))[0] ?? NaN,
        5,
      );
    });
  });

  // 3 rows of 1 + 3 scores: all at once, and two rows at a time
  it.each([1000, 8])('has the gradient of its differences in chunks of %i scores', (chunkScores) => {
    const { error, leakedTensors } = checkGradients(
      (inputs) => sampledCrossEntropy(rank2(inputs, 0), rank2(inputs, 1), labels, { negatives, chunkScores }),
      hiddenAndTable,
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});

/** gBCE of one row whose label scores 1 and whose one negative, of two others, scores 3. */
function gbceOf(t: number, classes?: number): number {
  const options = { negatives: Int32Array.of(2), t, classes };
  const loss = tf.tidy(() =>
    valuesOf(generalisedBinaryCrossEntropy(...oneTwoThree(), Int32Array.of(0), options)),
  );
  return loss[0] ?? NaN;
}

describeOnEachBackend('generalisedBinaryCrossEntropy', () => {
  it('is binary cross-entropy at t = 0', () => {
    expect(gbceOf(0)).toBeCloseTo(-(Math.log(sigmoid(1)) + Math.log(1 - sigmoid(3))) / 2, 4);
  });

  it('lets the label count as much as its negatives were likely at t = 1', () => {
    // α = 1 negative of 2 others, so β = .5
    expect(gbceOf(1)).toBeCloseTo(-(0.5 * Math.log(sigmoid(1)) + Math.log(1 - sigmoid(3))) / 2, 4);
  });

  it('counts how many classes there are where the table has only some', () => {
    // α = 1 negative of 5 others, so β = .2
    expect(gbceOf(1, 6)).toBeCloseTo(-(0.2 * Math.log(sigmoid(1)) + Math.log(1 - sigmoid(3))) / 2, 4);
  });

  it.each([1000, 8])('has the gradient of its differences in chunks of %i scores', (chunkScores) => {
    const options = { negatives, chunkScores, t: 0.75 };
    const { error, leakedTensors } = checkGradients(
      (inputs) => generalisedBinaryCrossEntropy(rank2(inputs, 0), rank2(inputs, 1), labels, options),
      hiddenAndTable,
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});
