// Training the sparse autoencoder on cached activations of the users set aside for it.
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../random.ts';
import { toParameters, toWeights } from '../recommender/initialise.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { AutoencoderConfig, Weights } from '../recommender/weights.ts';
import type { AutoencoderSettings } from '../run/config.ts';
import type { Progress } from '../run/progress.ts';
import type { AdamState } from '../training/adam.ts';
import { adamStep, initialAdam, learningRateAt } from '../training/adam.ts';
import { foldNormalisation, initialAutoencoder, withUnitRows } from './autoencoder.ts';
import { kindOf } from './kinds.ts';

export interface AutoencoderTraining extends AutoencoderSettings {
  /** Leaves the decoder's directions as they were drawn: a control for what learning them is worth. */
  frozenDecoder?: boolean;
}

/** Enough for a threshold that two runs agree on to three digits. */
const SETTLING_BATCHES = 32;

interface State {
  parameters: Parameters;
  adam: AdamState;
  /** Positions since each latent last fired. */
  idle: Float64Array; // [latents]
}

/**
 * @param hidden raw activations of the training users ∈ [n, d]
 * @returns weights with the input normalisation folded in
 */
export async function trainAutoencoder(
  hidden: Float32Array,
  config: AutoencoderConfig,
  settings: AutoencoderTraining,
  seed: number,
  report: Progress,
): Promise<Weights> {
  const d = config.hiddenSize;
  const n = Math.floor(hidden.length / d);
  if (n < settings.batchSize) {
    throw new Error(
      `${n} activations are fewer than one batch of ${settings.batchSize}; set a smaller autoencoder.batchSize`,
    );
  }
  const { scale, mean } = normalisation(hidden, d);
  const parameters = toParameters(initialAutoencoder(config, mean, seed));
  let state: State = { parameters, adam: initialAdam(parameters), idle: new Float64Array(config.latents) };
  const stepsPerEpoch = Math.floor(n / settings.batchSize);
  const totalSteps = stepsPerEpoch * settings.epochs;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const order = createRandom(seed, `autoencoder epoch ${epoch}`).shuffle(
      Int32Array.from({ length: n }, (_, i) => i),
    );
    let lossSum = 0;
    for (let i = 0; i < stepsPerEpoch; i++) {
      const rows = order.subarray(i * settings.batchSize, (i + 1) * settings.batchSize);
      const result = await step(state, config, settings, gather(hidden, rows, d, scale), totalSteps);
      state = result.state;
      lossSum += result.loss;
      if (!Number.isFinite(result.loss)) {
        throw new Error(
          `the autoencoder's loss is ${result.loss} at step ${epoch * stepsPerEpoch + i + 1}: ` +
            `set a smaller autoencoder.learningRate than ${settings.learningRate}`,
        );
      }
      report.update(
        (epoch + (i + 1) / stepsPerEpoch) / settings.epochs,
        `epoch ${epoch + 1}/${settings.epochs}`,
      );
    }
    const dead = state.idle.filter((idle) => idle > settings.deadAfter).length;
    report.line(
      `epoch ${epoch + 1}/${settings.epochs}: loss ${(lossSum / stepsPerEpoch).toFixed(5)}, ${dead} dead`,
    );
  }
  const weights = foldNormalisation(await toWeights(state.parameters), scale);
  const some = someBatches(hidden, d, scale, settings.batchSize);
  const settled = await kindOf(config).settle?.({ config, parameters: state.parameters }, some);
  tf.dispose([state.parameters, state.adam.first, state.adam.second]);
  return { ...weights, ...settled };
}

/** Batches spread evenly over the activations, on which a kind measures what it needs once it is trained. */
function* someBatches(hidden: Float32Array, d: number, scale: number, size: number): Generator<tf.Tensor2D> {
  const n = hidden.length / d;
  const batches = Math.min(SETTLING_BATCHES, Math.floor(n / size));
  const stride = Math.floor(n / (batches * size));
  for (let batch = 0; batch < batches; batch++) {
    const rows = Int32Array.from({ length: size }, (_, i) => (i * batches + batch) * stride);
    yield gather(hidden, rows, d, scale);
  }
}

/** Scale that gives activations a mean square norm of d, and their mean after scaling. */
function normalisation(hidden: Float32Array, d: number): { scale: number; mean: Float32Array } {
  let squares = 0;
  const sums = new Float64Array(d);
  for (let i = 0; i < hidden.length; i++) {
    const value = hidden[i] as number;
    squares += value * value;
    sums[i % d] = (sums[i % d] as number) + value;
  }
  const n = hidden.length / d;
  if (!Number.isFinite(squares) || squares === 0) {
    throw new Error('the activations hold NaN, infinities or only zeros: train the recommender again');
  }
  const scale = Math.sqrt((n * d) / squares);
  return { scale, mean: Float32Array.from(sums, (sum) => (sum / n) * scale) };
}

function gather(hidden: Float32Array, rows: Int32Array, d: number, scale: number): tf.Tensor2D {
  const batch = new Float32Array(rows.length * d);
  rows.forEach((row, i) => {
    for (let j = 0; j < d; j++) batch[i * d + j] = (hidden[row * d + j] as number) * scale;
  });
  return tf.tensor2d(batch, [rows.length, d]);
}

/** Takes over `state` and the batch `x`. */
async function step(
  state: State,
  config: AutoencoderConfig,
  settings: AutoencoderTraining,
  x: tf.Tensor2D,
  totalSteps: number,
): Promise<{ state: State; loss: number }> {
  const names = Object.keys(state.parameters);
  const trained = names.filter((name) => !(settings.frozenDecoder === true && name === 'decoder.weight'));
  const isDead = Float32Array.from(state.idle, (idle) => (idle > settings.deadAfter ? 1 : 0));
  const anyDead = isDead.includes(1);
  const { loss, gradients, fired } = tf.tidy(() => {
    const dead = tf.tensor1d(isDead);
    let firedBy: tf.Tensor1D = dead;
    const objective = (...values: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(trained.map((name, i) => [name, values[i] as tf.Tensor]));
      const parameters = { ...state.parameters, ...named };
      const result = kindOf(config).loss({ config, parameters }, x, { ...settings, dead, anyDead });
      firedBy = tf.keep(result.fired);
      return result.loss;
    };
    const { value, grads } = tf.valueAndGrads(objective)(
      trained.map((name) => state.parameters[name] as tf.Tensor),
    );
    const byName: Parameters = Object.fromEntries(
      names.map((name) => [
        name,
        grads[trained.indexOf(name)] ?? tf.zerosLike(state.parameters[name] as tf.Tensor),
      ]),
    );
    return { loss: value, gradients: byName, fired: firedBy };
  });
  const learningRate = learningRateAt(state.adam.step, settings.learningRate, 50, totalSteps);
  const next = adamStep(state.parameters, gradients, state.adam, { learningRate, beta2: 0.999, clipNorm: 1 });
  const idle = state.idle.slice();
  (await fired.data()).forEach((activation, latent) => {
    idle[latent] = activation > 0 ? 0 : (idle[latent] as number) + settings.batchSize;
  });
  const [value] = await loss.data();
  tf.dispose([loss, fired, x]);
  return {
    state: { parameters: withUnitRows(next.parameters), adam: next.state, idle },
    loss: value ?? Number.NaN,
  };
}
