import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { averageStep, startAverage, withAverage } from './average.ts';

describeOnEachBackend('the average of the weights', () => {
  it('starts at the weights and moves towards them, faster in the first steps', async () => {
    const before = tf.memory().numTensors;
    const start = { Table: tf.tensor2d([[0, 0]]), bias: tf.tensor1d([0]) };
    const weights = { Table: tf.tensor2d([[11, 22]]), bias: tf.tensor1d([33]) };
    let average = startAverage(start);
    average = averageStep(average, weights, 0.99, 1); // δ = 2/11, so 9/11 of the way
    expect(Array.from(average.dataSync(), Math.round)).toEqual([9, 18, 27]);
    average = averageStep(average, weights, 0.1, 1000); // δ = .1
    expect(average.dataSync()[2]).toBeCloseTo(33 - 0.1 * 6, 4);
    const shapes = await withAverage({ parameters: weights, average }, (averaged) =>
      Promise.resolve(Object.entries(averaged).map(([name, { shape }]) => [name, shape])),
    );
    expect(shapes).toEqual([
      ['Table', [1, 2]],
      ['bias', [1]],
    ]);
    tf.dispose([start, weights, average]);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('is the weights themselves where none is kept', async () => {
    const parameters = { bias: tf.tensor1d([1]) };
    expect(await withAverage({ parameters }, (given) => Promise.resolve(given))).toBe(parameters);
    tf.dispose(parameters);
  });
});
