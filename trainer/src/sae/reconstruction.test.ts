import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Weights } from '../files/weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { loadAutoencoder } from './codes.ts';
import { explainedVarianceOf, reconstructionQuality } from './reconstruction.ts';

/** Latents +x₀, -x₀, +x₁, -x₁; the decoder gives them back: with k = 2 nothing is lost, with k = 1 the smaller is. */
const signs: Weights = {
  'encoder.weight': { shape: [2, 4], data: Float32Array.of(1, -1, 0, 0, 0, 0, 1, -1) },
  'encoder.bias': { shape: [4], data: new Float32Array(4) },
  'decoder.weight': { shape: [4, 2], data: Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1) },
  'decoder.bias': { shape: [2], data: new Float32Array(2) },
};

const autoencoder = (k: number) => loadAutoencoder({ kind: 'topk', hiddenSize: 2, latents: 4, k }, signs);

describeOnEachBackend('reconstructionQuality', () => {
  it('is 1 where nothing is lost, and counts what fires', async () => {
    const sae = autoencoder(2);
    const quality = await reconstructionQuality(sae, Float32Array.of(3, -2, 0, 5));
    expect(quality.explainedVariance).toBeCloseTo(1, 6);
    expect(quality.l0).toBe((2 + 1) / 2);
    expect(Array.from(quality.fired)).toEqual([1, 0, 1, 1]);
    tf.dispose(sae.parameters);
  });

  it('is 1 - Σ‖x - x̂‖² ÷ Σ‖x - mean‖², the mean taken away', async () => {
    const sae = autoencoder(1);
    const before = tf.memory().numTensors;
    // the smaller of each pair is lost: 1² + 2²; the means are 4 and 1.5: (1 + 1) + (.25 + .25)
    const quality = await reconstructionQuality(sae, Float32Array.of(3, 1, 5, 2));
    expect(quality.explainedVariance).toBeCloseTo(1 - (1 + 4) / (2 + 0.5), 5);
    expect(tf.memory().numTensors - before).toBe(0);
    tf.dispose(sae.parameters);
  });

  it('remembers what fired in an earlier chunk', async () => {
    const sae = autoencoder(1);
    const hidden = new Float32Array(2 * 5000).fill(0).map((_, i) => (i < 8000 ? -(i % 2) : (i + 1) % 2));
    expect(Array.from((await reconstructionQuality(sae, hidden)).fired)).toEqual([1, 0, 0, 1]);
    tf.dispose(sae.parameters);
  });
});

const first = (x: tf.Tensor2D): tf.Tensor2D => tf.mul(x, tf.tensor1d([1, 0]));

describeOnEachBackend('explainedVarianceOf', () => {
  it('is that of the autoencoder when its reconstruction is given', async () => {
    const before = tf.memory().numTensors;
    // x̂ = [x₀, 0]: 1² + 2² of what varies (1 + 1) + (.25 + .25)
    expect(await explainedVarianceOf(first, Float32Array.of(3, 1, 5, 2), 2)).toBeCloseTo(1 - 5 / 2.5, 5);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
