import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { dropOut, scrambled } from './ops.ts';

/** The masks of seed 5, from the definition: every backend draws these. */
function expected(size: number, dropped: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    const bits = scrambled(5 + Math.imul(i >>> 2, 0x9e3779b9));
    return ((bits >>> (8 * (i % 4))) & 255) < dropped ? 0 : Math.fround(256 / (256 - dropped));
  });
}

describeOnEachBackend('dropOut', () => {
  it('draws the masks of the definition', () => {
    expect(scrambled(1)).toBe(114_555_507); // worked out in whole numbers of any length
    expect(Array.from(dropOut(tf.ones([1003]), 77, 5).dataSync())).toEqual(expected(1003, 77));
  });

  it('drops the gradient alike', () => {
    const gradient = tf.grad((x) => tf.sum(dropOut(x, 100, 5)))(tf.ones([40]));
    expect(Array.from(gradient.dataSync())).toEqual(expected(40, 100));
  });
});
