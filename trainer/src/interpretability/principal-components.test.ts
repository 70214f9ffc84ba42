import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { principalComponents, rebuiltFrom } from './principal-components.ts';

/** Around (10, 20): far along (1, 1)/√2, near along (1, -1)/√2. */
const hidden = Float32Array.of(14, 24, 6, 16, 11, 19, 9, 21);

const rounded = (x: tf.Tensor2D): number[] => Array.from(x.dataSync(), Math.round);

describeOnEachBackend('principalComponents', () => {
  it('finds the mean and the directions, the longer first', async () => {
    const before = tf.memory().numTensors;
    const { mean, components } = await principalComponents(hidden, 2);
    expect(Array.from(mean)).toEqual([10, 20]);
    expect(components[0]).toBeCloseTo(components[1] ?? 0, 5);
    expect(components[2]).toBeCloseTo(-(components[3] ?? 0), 5);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('rebuilds all with every component, and the far ones with the first', async () => {
    const pca = await principalComponents(hidden, 2);
    tf.tidy(() => {
      const x = tf.tensor2d(hidden, [4, 2]);
      expect(rounded(rebuiltFrom(pca, 1, x))).toEqual([14, 24, 6, 16, 10, 20, 10, 20]);
      expect(rounded(rebuiltFrom(pca, 2, x))).toEqual(Array.from(hidden));
      expect(rounded(rebuiltFrom(pca, 16, x))).toEqual(Array.from(hidden));
    });
  });
});
