import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { randomAutoencoder, seeded } from '../onnx/random-weights.ts';
import type { Parameters } from '../recommender/recommender.ts';
import { toParameters } from '../recommender/initialise.ts';
import type { AutoencoderConfig, Weights } from '../recommender/weights.ts';
import { describeOnEachBackend } from '../tensorflow/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal } from '../tensorflow/gradient-check.ts';
import { keepTopK } from '../tensorflow/ops.ts';
import type { LossOptions } from './autoencoder.ts';
import {
  autoencoderLoss,
  decodeDirections,
  foldNormalisation,
  initialAutoencoder,
  preActivations,
  withUnitRows,
} from './autoencoder.ts';
import { decodeLatents, encodeLatents } from './codes.ts';

const NAMES = ['encoder.weight', 'encoder.bias', 'decoder.weight', 'decoder.bias'];

/** No latent is dead. */
const alive = (latents: number): LossOptions => ({
  dead: tf.zeros([latents]),
  anyDead: false,
  auxiliaryK: 2,
  auxiliaryWeight: 1,
});

const sized = (hiddenSize: number, latents: number, k: number): AutoencoderConfig => ({
  kind: 'topk',
  hiddenSize,
  latents,
  k,
});

/** d = 2, three latents of which one may fire: latent 0 reads x₀, latent 1 reads x₁, latent 2 reads both a little. */
const handSet: Weights = {
  'encoder.weight': { shape: [2, 3], data: Float32Array.of(1, 0, 0.1, 0, 1, 0.1) },
  'encoder.bias': { shape: [3], data: Float32Array.of(0, 0, 0.5) },
  'decoder.weight': { shape: [3, 2], data: Float32Array.of(1, 0, 0, 1, 0, 1) },
  'decoder.bias': { shape: [2], data: Float32Array.of(0, 1) },
};

function gradientsOf(weights: Weights, config: AutoencoderConfig, x: tf.Tensor2D, options: LossOptions) {
  const parameters = toParameters(weights);
  const loss = (...values: tf.Tensor[]): tf.Scalar => {
    const named: Parameters = Object.fromEntries(NAMES.map((name, i) => [name, values[i] as tf.Tensor]));
    return autoencoderLoss({ config, parameters: named }, x, options).loss;
  };
  const { value, grads } = tf.valueAndGrads(loss)(NAMES.map((name) => parameters[name] as tf.Tensor));
  return { loss: value.dataSync()[0], gradients: grads.map((gradient) => Array.from(gradient.dataSync())) };
}

describeOnEachBackend('autoencoderLoss', () => {
  it('is the mean square of what the k strongest latents miss', () => {
    tf.tidy(() => {
      const sae = { config: sized(2, 3, 1), parameters: toParameters(handSet) };
      const x = tf.tensor2d([[3, 2]]); // centred [3, 1]: pre-activations 3, 1, .9; only latent 0 stays
      const { loss, fired } = autoencoderLoss(sae, x, alive(3));
      expect(loss.dataSync()[0]).toBeCloseTo((0 ** 2 + 1 ** 2) / 2, 6); // x̂ = [3, 0] + [0, 1]
      expect(Array.from(fired.dataSync())).toEqual([3, 0, 0]);
    });
  });

  it('adds what the dead latents leave of the error', () => {
    tf.tidy(() => {
      const dead = { dead: tf.tensor1d([0, 0, 1]), anyDead: true, auxiliaryK: 2, auxiliaryWeight: 0.5 };
      const { loss } = gradientsOf(handSet, sized(2, 3, 1), tf.tensor2d([[3, 2]]), dead);
      // latent 2 rebuilds .9 of the error [0, 1]
      expect(loss).toBeCloseTo(1 / 2 + (0.5 * 0.1 ** 2) / 2, 6);
    });
  });

  it('has the gradient of its differences', () => {
    const config = sized(3, 5, 2);
    const x = normal([4, 3], 5) as tf.Tensor2D;
    const options = alive(5);
    const { error } = checkGradients(
      (inputs) => {
        const parameters = Object.fromEntries(NAMES.map((name, i) => [name, inputs[i] as tf.Tensor]));
        return autoencoderLoss({ config, parameters }, x, options).loss;
      },
      () => [normal([3, 5], 1), normal([5], 2), normal([5, 3], 3), normal([3], 4)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    tf.dispose([x, options.dead]);
  });

  it('moves only dead latents by the auxiliary loss', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[3, 2]]);
      const plain = gradientsOf(handSet, sized(2, 3, 1), x, alive(3)).gradients;
      const dead = { dead: tf.tensor1d([0, 0, 1]), anyDead: true, auxiliaryK: 1, auxiliaryWeight: 1 };
      const { gradients } = gradientsOf(handSet, sized(2, 3, 1), x, dead);
      const added = gradients.map((gradient, which) => gradient.map((g, i) => g - (plain[which]?.[i] ?? 0)));
      // left of the error: [0, .1]. ∂/∂z₂ = 2·.1·(-1)/2 = -.1, and z₂ reads the centred [3, 1]
      const expected = [
        [0, 0, -0.3, 0, 0, -0.1],
        [0, 0, -0.1],
        [0, 0, 0, 0, 0, -0.9 * 0.1],
      ];
      expected.forEach((values, which) =>
        values.forEach((value, i) => expect(added[which]?.[i]).toBeCloseTo(value, 5)),
      );
    });
  });
});

const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN;

describeOnEachBackend('foldNormalisation', () => {
  it('gives the codes and the reconstruction of the normalised form, for raw activations', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [config, scale] = [sized(6, 20, 4), 0.3];
      const weights = randomAutoencoder(config, seeded(3));
      const normalised = { config, parameters: toParameters(weights) };
      const raw = normal([7, 6], 1) as tf.Tensor2D;
      const x = tf.mul<tf.Tensor2D>(raw, scale);
      const z = keepTopK(preActivations(normalised, x), config.k);
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
  });
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
