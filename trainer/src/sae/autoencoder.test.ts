import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { randomAutoencoder, seeded } from '../../testing/random-weights.ts';
import { toParameters } from '../recommender/initialise.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { normal } from '../../testing/gradient-check.ts';
import { keepTopK } from '../tensorflow/operations/ops.ts';
import {
  decodeDirections,
  foldNormalisation,
  initialAutoencoder,
  preActivations,
  reconstructionError,
  withUnitRows,
} from './autoencoder.ts';
import { decodeLatents, encodeLatents } from './codes.ts';
import { refine, REFINEMENT } from './refinement.ts';

const sized = (hiddenSize: number, latents: number, k: number): AutoencoderConfig => ({
  kind: 'topk',
  hiddenSize,
  latents,
  k,
});

const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN;

describeOnEachBackend('foldNormalisation', () => {
  it.each([false, true])(
    'gives codes and reconstruction of the normalised form (looking again: %s)',
    (refined) => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const [config, scale] = [sized(6, 20, 4), 0.3];
        const weights = randomAutoencoder(config, seeded(3), refined);
        const normalised = { config, parameters: toParameters(weights) };
        const raw = normal([7, 6], 1) as tf.Tensor2D;
        const x = tf.mul<tf.Tensor2D>(raw, scale);
        const keep = (pre: tf.Tensor2D): tf.Tensor2D => keepTopK(pre, config.k);
        const first = keep(preActivations(normalised, x));
        const missedBy = (code: tf.Tensor2D): tf.Tensor2D => reconstructionError(normalised, x, code);
        const refinement = normalised.parameters[REFINEMENT] as tf.Tensor2D;
        const z = refined ? refine(first, missedBy, refinement, keep) : first;
        const rebuilt = tf.add(
          decodeDirections(normalised, z),
          normalised.parameters['decoder.bias'] as tf.Tensor,
        );
        const foldedWeights = foldNormalisation(weights, scale);
        const folded = { config, weights: foldedWeights, parameters: toParameters(foldedWeights) };
        const codes = encodeLatents(folded, raw);
        expect(apart(codes, z)).toBeLessThan(1e-5); // the same sums in another order
        expect(apart(tf.mul(decodeLatents(folded, codes), scale), rebuilt)).toBeLessThan(1e-5);
      });
      expect(tf.memory().numTensors - before).toBe(0);
    },
  );
});

describeOnEachBackend('initialAutoencoder', () => {
  it('has unit decoder rows, and the encoder is their transpose', () => {
    const weights = initialAutoencoder(sized(4, 6, 2), Float32Array.of(1, 2, 3, 4), 1);
    const [decoder, encoder] = [weights['decoder.weight']?.data, weights['encoder.weight']?.data];
    for (let latent = 0; latent < 6; latent++) {
      const row = decoder?.subarray(latent * 4, (latent + 1) * 4) ?? [];
      expect(Math.hypot(...row)).toBeCloseTo(1, 6);
      expect(Array.from(row)).toEqual([0, 1, 2, 3].map((i) => encoder?.[i * 6 + latent]));
    }
    expect(Array.from(weights['decoder.bias']?.data ?? [])).toEqual([1, 2, 3, 4]);
  });
});

describeOnEachBackend('withUnitRows', () => {
  it('scales each decoder row to norm 1 and takes the old table over', () => {
    const before = tf.memory().numTensors;
    const scaled = withUnitRows({
      'decoder.weight': tf.tensor2d([
        [3, 4],
        [0, 0],
      ]),
    });
    const values = Array.from(scaled['decoder.weight']?.dataSync() ?? []);
    tf.dispose(scaled);
    expect(values[0]).toBeCloseTo(3 / 5, 6);
    expect(values[1]).toBeCloseTo(4 / 5, 6);
    expect(values.slice(2)).toEqual([0, 0]);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
