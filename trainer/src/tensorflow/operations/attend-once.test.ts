import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal } from '../../../testing/gradient-check.ts';
import { attendOnce, type Kept } from './attend-once.ts';

const [N, LENGTH, SIZE] = [3, 4, 5];

/** The last two places of the second row are hidden. */
function keptOf(): Kept {
  const bias = normal([N, 1, LENGTH + 1], 6).arraySync() as number[][][];
  bias[1]?.[0]?.splice(2, 2, -1e9, -1e9);
  return {
    keys: normal([N, LENGTH, SIZE], 4) as tf.Tensor3D,
    values: normal([N, LENGTH, SIZE], 5) as tf.Tensor3D,
    bias: tf.tensor3d(bias),
  };
}

const ownOf = (): tf.Tensor3D[] => [1, 2, 3].map((seed) => normal([N, 1, SIZE], seed) as tf.Tensor3D);

describeOnEachBackend('attendOnce', () => {
  it('is the softmax of scores and bias over the kept places and the own one', () => {
    // Scores: q·k = 1·2 = 2 and, of the own place, 1·1 = 1; with the biases 0 and 1 both are 2, so each has a half.
    const own = { query: tf.tensor3d([[[1]]]), keys: tf.tensor3d([[[1]]]), values: tf.tensor3d([[[10]]]) };
    const kept = { keys: tf.tensor3d([[[2]]]), values: tf.tensor3d([[[4]]]), bias: tf.tensor3d([[[0, 1]]]) };
    expect(attendOnce(own, kept).arraySync()).toEqual([[[7]]]);
  });

  it('looks at nothing that is hidden', () => {
    const [query, keys, values] = ownOf() as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const kept = keptOf();
    const moved = kept.values.arraySync();
    moved[1]?.[2]?.fill(1000);
    const changed = { ...kept, values: tf.tensor3d(moved) };
    const difference = tf.sub(
      attendOnce({ query, keys, values }, kept),
      attendOnce({ query, keys, values }, changed),
    );
    expect(tf.max(tf.abs(difference)).arraySync()).toBe(0);
  });

  it('has the gradients of finite differences for what the position itself brings', () => {
    const check = checkGradients(
      ([query, keys, values]) =>
        attendOnce(
          { query: query as tf.Tensor3D, keys: keys as tf.Tensor3D, values: values as tf.Tensor3D },
          keptOf(),
        ),
      ownOf,
    );
    expect(check.error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(check.leakedTensors).toBe(0);
  });
});
