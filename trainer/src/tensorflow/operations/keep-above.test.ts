import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { keepAbove, largestOf } from './keep-above.ts';

const x = (): tf.Tensor2D =>
  tf.tensor2d([
    [3, 0.5, 2],
    [0, 5, 1],
  ]);

describeOnEachBackend('keepAbove', () => {
  it('keeps what reaches the threshold, and lets the gradient through there only', () => {
    tf.tidy(() => {
      expect(Array.from(keepAbove(x(), tf.scalar(2)).dataSync())).toEqual([3, 0, 2, 0, 5, 0]);
      const gradient = tf.grad((v) => tf.sum(keepAbove(v as tf.Tensor2D, tf.scalar(2))))(x());
      expect(Array.from(gradient.dataSync())).toEqual([1, 0, 1, 0, 1, 0]);
    });
  });
});

describeOnEachBackend('largestOf', () => {
  it.each([
    [1, 5],
    [3, 2],
    [6, 0],
    [99, 0],
  ])('the %i-th largest is %i', (count, expected) => {
    expect(tf.tidy(() => largestOf(x(), count).dataSync()[0])).toBe(expected);
  });
});
