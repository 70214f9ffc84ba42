import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Weights } from '../files/weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { loadAutoencoder, meanActive, sparseCodes } from './codes.ts';

/** Latents +x₀, -x₀, +x₁, -x₁; the decoder gives them back: with k = 2 nothing is lost, with k = 1 the smaller is. */
const signs: Weights = {
  'encoder.weight': { shape: [2, 4], data: Float32Array.of(1, -1, 0, 0, 0, 0, 1, -1) },
  'encoder.bias': { shape: [4], data: new Float32Array(4) },
  'decoder.weight': { shape: [4, 2], data: Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1) },
  'decoder.bias': { shape: [2], data: new Float32Array(2) },
};

const autoencoder = (k: number) => loadAutoencoder({ kind: 'topk', hiddenSize: 2, latents: 4, k }, signs);

describeOnEachBackend('sparseCodes', () => {
  it('keeps the active latents of each position in order, -1 where there are fewer', async () => {
    const before = tf.memory().numTensors;
    const sae = autoencoder(2);
    const codes = await sparseCodes(sae, Float32Array.of(3, -2, 0, 5, 0, 0));
    expect(codes).toEqual({
      k: 2,
      latent: Int32Array.of(0, 3, 2, -1, -1, -1),
      value: Float32Array.of(3, 2, 5, 0, 0, 0),
    });
    tf.dispose(sae.parameters);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('goes on in its place beyond the first chunk', async () => {
    const sae = autoencoder(1);
    const n = 5000;
    const codes = await sparseCodes(
      sae,
      Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 1 + i / 2 : 0)),
    );
    expect([4095, 4096, 4999].map((row) => codes.value[row])).toEqual([4096, 4097, 5000]);
    expect(new Set(codes.latent)).toEqual(new Set([0]));
    tf.dispose(sae.parameters);
  });
});

describeOnEachBackend('the codes of each kind', () => {
  const config = { hiddenSize: 2, latents: 4, k: 1 };
  const threshold = { shape: [1], data: Float32Array.of(2.5) };
  const hidden = Float32Array.of(3, -2, 0, 5);

  it('are as wide as the position where most fires: all above 0 for relu-l1', async () => {
    const sae = loadAutoencoder({ ...config, kind: 'relu-l1' }, signs);
    const codes = await sparseCodes(sae, hidden);
    tf.dispose(sae.parameters);
    expect(codes).toEqual({
      k: 2,
      latent: Int32Array.of(0, 3, 2, -1),
      value: Float32Array.of(3, 2, 5, 0),
    });
    expect(meanActive(codes)).toBe((2 + 1) / 2);
  });

  it('hold what is above the threshold for batch-topk, whatever k', async () => {
    const sae = loadAutoencoder({ ...config, kind: 'batch-topk' }, { ...signs, threshold });
    const codes = await sparseCodes(sae, Float32Array.of(3, -2, 4, 5, 1, 1));
    tf.dispose(sae.parameters);
    expect(codes).toEqual({
      k: 2,
      latent: Int32Array.of(0, -1, 0, 2, -1, -1),
      value: Float32Array.of(3, 0, 4, 5, 0, 0),
    });
  });
});

describeOnEachBackend('loadAutoencoder', () => {
  const config = { kind: 'topk', hiddenSize: 2, latents: 4, k: 1 } as const;

  it('refuses weights of another size', () => {
    expect(() => loadAutoencoder({ ...config, latents: 5 }, signs)).toThrow(
      'the weight "encoder.weight" of the autoencoder is 2×4, and topk with 5 latents on states of 2 needs 2×5',
    );
  });

  it('refuses weights of another kind, whose threshold is missing', () => {
    expect(() => loadAutoencoder({ ...config, kind: 'batch-topk' }, signs)).toThrow(
      'the weight "threshold" of the autoencoder is not there, and batch-topk',
    );
  });
});
