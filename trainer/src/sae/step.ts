// One step of training an autoencoder: a batch of normalised activations in, moved weights and the loss out.
import * as tf from '@tensorflow/tfjs-core';
import { toParameters } from '../recommender/initialise.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import type { AdamState } from '../optimiser/adam.ts';
import { adamStep, initialAdam } from '../optimiser/adam.ts';
import { withUnitRows } from './autoencoder.ts';
import { kindOf } from './kinds.ts';
import type { LossOptions } from './loss.ts';

export interface AutoencoderState {
  parameters: Parameters;
  adam: AdamState;
  /** Positions since each latent last fired. */
  idle: Float64Array; // [latents]
}

export interface StepSettings extends Pick<LossOptions, 'auxiliaryK' | 'auxiliaryWeight' | 'l1Weight'> {
  learningRate: number;
  /** A latent is dead when it has not fired for this many positions. */
  deadAfter: number;
  /** Leaves the decoder's directions as they were drawn: a control for what learning them is worth. */
  frozenDecoder?: boolean;
}

export function initialState({ latents }: AutoencoderConfig, weights: Weights): AutoencoderState {
  const parameters = toParameters(weights);
  return { parameters, adam: initialAdam(parameters), idle: new Float64Array(latents) };
}

export const disposeState = ({ parameters, adam }: AutoencoderState): void =>
  tf.dispose([parameters, adam.first, adam.second]);

/** Takes over `state` and the batch `x` ∈ [n, d]. */
export async function autoencoderStep(
  state: AutoencoderState,
  config: AutoencoderConfig,
  settings: StepSettings,
  x: tf.Tensor2D,
): Promise<{ state: AutoencoderState; loss: number }> {
  const positions = x.shape[0];
  const { loss, gradients, fired } = gradientsOf(state, config, settings, x);
  const { learningRate } = settings;
  const next = adamStep(state.parameters, gradients, state.adam, { learningRate, beta2: 0.999, clipNorm: 1 });
  const idle = state.idle.slice();
  (await fired.data()).forEach((activation, latent) => {
    idle[latent] = activation > 0 ? 0 : (idle[latent] as number) + positions;
  });
  const [value] = await loss.data();
  tf.dispose([loss, fired, x]);
  return {
    state: { parameters: withUnitRows(next.parameters), adam: next.state, idle },
    loss: value ?? Number.NaN,
  };
}

function gradientsOf(
  state: AutoencoderState,
  config: AutoencoderConfig,
  settings: StepSettings,
  x: tf.Tensor2D,
): { loss: tf.Scalar; gradients: Parameters; fired: tf.Tensor1D } {
  const names = Object.keys(state.parameters);
  const trained = names.filter((name) => !(settings.frozenDecoder === true && name === 'decoder.weight'));
  const isDead = Float32Array.from(state.idle, (idle) => (idle > settings.deadAfter ? 1 : 0));
  const anyDead = isDead.includes(1);
  return tf.tidy(() => {
    const dead = tf.tensor1d(isDead);
    let fired: tf.Tensor1D = dead;
    const objective = (...values: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(trained.map((name, i) => [name, values[i] as tf.Tensor]));
      const parameters = { ...state.parameters, ...named };
      const result = kindOf(config).loss({ config, parameters }, x, { ...settings, dead, anyDead });
      fired = tf.keep(result.fired);
      return result.loss;
    };
    const { value, grads } = tf.valueAndGrads(objective)(
      trained.map((name) => state.parameters[name] as tf.Tensor),
    );
    const gradients: Parameters = Object.fromEntries(
      names.map((name) => [
        name,
        grads[trained.indexOf(name)] ?? tf.zerosLike(state.parameters[name] as tf.Tensor),
      ]),
    );
    return { loss: value, gradients, fired };
  });
}
