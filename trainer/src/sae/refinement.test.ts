import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toParameters } from '../recommender/initialise.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE } from '../../testing/gradient-check.ts';
import { encodeLatents, loadAutoencoder } from './codes.ts';
import { kindOf } from './kinds.ts';
import { REFINEMENT_STEPS } from './refinement.ts';

/** Latents for x₀, for x₁ and for both: of (2, 2) the first look keeps the wrong one. */
const weights: Weights = {
  'encoder.weight': { shape: [2, 3], data: Float32Array.of(1, 0, 0.4, 0, 1, 0.4) },
  'encoder.bias': { shape: [3], data: new Float32Array(3) },
  'decoder.weight': { shape: [3, 2], data: Float32Array.of(1, 0, 0, 1, 1, 1) },
  'decoder.bias': { shape: [2], data: new Float32Array(2) },
  'refinement.weight': { shape: [2, 3], data: Float32Array.of(-1, 0, 1, -1, 0, 1) },
};
const config: AutoencoderConfig = { kind: 'topk', hiddenSize: 2, latents: 3, k: 1 };

describeOnEachBackend('an autoencoder that refines its codes', () => {
  it('corrects its code by what the first one misses', () => {
    const sae = loadAutoencoder(config, weights);
    // first look: 2, 2, 1.6, of which latent 0 stays and (0, 2) is missed; then 2 - 2, 0, 0 + 2
    const codes = tf.tidy(() => Array.from(encodeLatents(sae, tf.tensor2d([[2, 2]])).dataSync()));
    expect(codes).toEqual([0, 0, 2]);
    tf.dispose(sae.parameters);
  });

  it('goes on from what it has refined', () => {
    const refinement = { shape: [2, 3], data: Float32Array.of(-1, 0, 0.6, -1, 0, 0.6) };
    const sae = loadAutoencoder(config, { ...weights, 'refinement.weight': refinement });
    // (0, 2) is missed by 2 of latent 0, (.8, .8) by 1.2 of latent 2, and then a fifth of that each time
    const codes = tf.tidy(() => Array.from(encodeLatents(sae, tf.tensor2d([[2, 2]])).dataSync()));
    expect(codes.slice(0, 2)).toEqual([0, 0]);
    expect(codes[2]).toBeCloseTo(2 - 0.8 * (-0.2) ** (REFINEMENT_STEPS - 1), 5);
    tf.dispose(sae.parameters);
  });

  it('stays with the code before where a step would miss more', () => {
    const refinement = { shape: [2, 3], data: Float32Array.of(0, 0, 9, 0, 0, 9) };
    const sae = loadAutoencoder(config, { ...weights, 'refinement.weight': refinement });
    // (2, 2) misses (0, 2), and (0, 3) nothing: 18 of latent 2 would miss more of the first
    const codes = tf.tidy(() =>
      encodeLatents(
        sae,
        tf.tensor2d([
          [2, 2],
          [0, 3],
        ]),
      ).arraySync(),
    );
    expect(codes).toEqual([
      [2, 0, 0],
      [0, 3, 0],
    ]);
    tf.dispose(sae.parameters);
  });

  it('is trained through the first code and one refinement', () => {
    const x = tf.tensor2d([2, 1.5, 1.1, -0.7, 0.3, 2.2], [3, 2]);
    const dead = tf.zeros<tf.Rank.R1>([3]);
    const options = { dead, anyDead: false, auxiliaryK: 1, auxiliaryWeight: 0, l1Weight: 0 };
    const names = Object.keys(weights);
    const loss = (values: tf.Tensor[]): tf.Scalar => {
      const parameters = Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]));
      return kindOf(config).loss({ config, parameters }, x, options).loss;
    };
    const make = (): tf.Tensor[] => Object.values(toParameters(weights));
    const { error, leakedTensors } = checkGradients(loss, make);
    tf.dispose([x, dead]);
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });

  it('refuses a refinement of another size', () => {
    const wrong = { ...weights, 'refinement.weight': { shape: [2, 2], data: new Float32Array(4) } };
    expect(() => loadAutoencoder(config, wrong)).toThrow(
      'the weight "refinement.weight" of the autoencoder is 2×2',
    );
  });
});
