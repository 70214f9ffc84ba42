import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toParameters } from '../../recommender/initialise.ts';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { measureThreshold } from './batch-top-k.ts';

describeOnEachBackend('measureThreshold', () => {
  it('is the mean over batches of the least activation that stays', async () => {
    const before = tf.memory().numTensors;
    const parameters = toParameters({
      'encoder.weight': { shape: [1, 2], data: Float32Array.of(1, -1) }, // latents +x and -x
      'encoder.bias': { shape: [2], data: new Float32Array(2) },
      'decoder.bias': { shape: [1], data: new Float32Array(1) },
    });
    const config = { kind: 'batch-topk', hiddenSize: 1, latents: 2, k: 1 } as const;
    // |x| sorted: 5, 3 | 7, 1: two positions keep two activations
    const batches = [tf.tensor2d([[5], [-3]]), tf.tensor2d([[-7], [1]])];
    const { threshold } = await measureThreshold({ config, parameters }, batches);
    tf.dispose(parameters);
    expect(threshold).toEqual({ shape: [1], data: Float32Array.of((3 + 1) / 2) });
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
