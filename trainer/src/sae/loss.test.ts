import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Parameters } from '../recommender/recommender.ts';
import { toParameters } from '../recommender/initialise.ts';
import type { AutoencoderKindName } from '../config/autoencoder-kinds.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal } from '../../testing/gradient-check.ts';
import { kindOf } from './kinds.ts';
import type { LossOptions } from './loss.ts';

const NAMES = ['encoder.weight', 'encoder.bias', 'decoder.weight', 'decoder.bias'];

/** No latent is dead. */
const alive = (latents: number): LossOptions => ({
  dead: tf.zeros([latents]),
  anyDead: false,
  auxiliaryK: 2,
  auxiliaryWeight: 1,
  l1Weight: 0.5,
});

const sized = (
  hiddenSize: number,
  latents: number,
  k: number,
  kind: AutoencoderKindName = 'topk',
): AutoencoderConfig => ({
  kind,
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
    return kindOf(config).loss({ config, parameters: named }, x, options).loss;
  };
  const { value, grads } = tf.valueAndGrads(loss)(NAMES.map((name) => parameters[name] as tf.Tensor));
  return { loss: value.dataSync()[0], gradients: grads.map((gradient) => Array.from(gradient.dataSync())) };
}

describeOnEachBackend('the loss of topk', () => {
  it('is the mean square of what the k strongest latents miss', () => {
    tf.tidy(() => {
      const sae = { config: sized(2, 3, 1), parameters: toParameters(handSet) };
      const x = tf.tensor2d([[3, 2]]); // centred [3, 1]: pre-activations 3, 1, .9; only latent 0 stays
      const { loss, fired } = kindOf(sae.config).loss(sae, x, alive(3));
      expect(loss.dataSync()[0]).toBeCloseTo((0 ** 2 + 1 ** 2) / 2, 6); // x̂ = [3, 0] + [0, 1]
      expect(Array.from(fired.dataSync())).toEqual([3, 0, 0]);
    });
  });

  it('adds what the dead latents leave of the error', () => {
    tf.tidy(() => {
      const dead = { ...alive(3), dead: tf.tensor1d([0, 0, 1]), anyDead: true, auxiliaryWeight: 0.5 };
      const { loss } = gradientsOf(handSet, sized(2, 3, 1), tf.tensor2d([[3, 2]]), dead);
      // latent 2 rebuilds .9 of the error [0, 1]
      expect(loss).toBeCloseTo(1 / 2 + (0.5 * 0.1 ** 2) / 2, 6);
    });
  });

  it('moves only dead latents by the auxiliary loss', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[3, 2]]);
      const plain = gradientsOf(handSet, sized(2, 3, 1), x, alive(3)).gradients;
      const dead = { ...alive(3), dead: tf.tensor1d([0, 0, 1]), anyDead: true, auxiliaryK: 1 };
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

describeOnEachBackend('the loss of batch-topk', () => {
  it('shares the places out among the positions of the batch', () => {
    tf.tidy(() => {
      const sae = { config: sized(2, 3, 1, 'batch-topk'), parameters: toParameters(handSet) };
      // centred [3, 2] and [.1, .1]: pre-activations 3, 2, 1 and .1, .1, .52; both places go to the first position
      const x = tf.tensor2d([
        [3, 3],
        [0.1, 1.1],
      ]);
      const { loss, fired } = kindOf(sae.config).loss(sae, x, alive(3));
      expect(loss.dataSync()[0]).toBeCloseTo((0 + 0 + 0.1 ** 2 + 0.1 ** 2) / 4, 6);
      expect(Array.from(fired.dataSync())).toEqual([3, 2, 0]);
    });
  });
});

describeOnEachBackend('the loss of relu-l1', () => {
  it('is the distance, not squared, and λ times all activations', () => {
    tf.tidy(() => {
      const sae = { config: sized(2, 3, 1, 'relu-l1'), parameters: toParameters(handSet) };
      const x = tf.tensor2d([
        [3, 2], // z = 3, 1, .9 and x̂ = [3, 1 + .9] + [0, 1]
        [0, -3], // centred [0, -4]: z = 0, 0, .1 and x̂ = [0, .1] + [0, 1]
      ]);
      const { loss, fired } = kindOf(sae.config).loss(sae, x, alive(3));
      expect(loss.dataSync()[0]).toBeCloseTo((0.9 + 4.1) / 2 + (0.5 * (4.9 + 0.1)) / 2, 5);
      expect(Array.from(fired.dataSync()).map((value) => Math.round(10 * value))).toEqual([30, 10, 10]);
    });
  });

  it('has a gradient where nothing is missed', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[0, 1]]); // centred [0, 0]; latent 2 gives .5, of which the bias below takes all
      const whole = { ...handSet, 'encoder.bias': { shape: [3], data: Float32Array.of(0, 0, -1) } };
      const { loss, gradients } = gradientsOf(whole, sized(2, 3, 1, 'relu-l1'), x, alive(3));
      expect(loss).toBeCloseTo(0, 5);
      expect(gradients.flat().every(Number.isFinite)).toBe(true);
    });
  });
});

describeOnEachBackend('the loss of each kind', () => {
  it.each(['topk', 'batch-topk', 'relu-l1'] as const)('%s has the gradient of its differences', (kind) => {
    const config = sized(3, 5, 2, kind);
    const x = normal([4, 3], 5) as tf.Tensor2D;
    const options = alive(5);
    const { error } = checkGradients(
      (inputs) => {
        const parameters = Object.fromEntries(NAMES.map((name, i) => [name, inputs[i] as tf.Tensor]));
        return kindOf(config).loss({ config, parameters }, x, options).loss;
      },
      () => [normal([3, 5], 1), normal([5], 2), normal([5, 3], 3), normal([3], 4)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    tf.dispose([x, options.dead]);
  });
});
