// Training the sparse autoencoder on cached activations of the users set aside for it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../math/random.ts';
import { toWeights } from '../recommender/initialise.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { KeptFile } from '../files/kept-parts.ts';
import type { Weights } from '../files/weights.ts';
import type { AutoencoderSettings } from '../config/schema.ts';
import type { Progress } from '../config/progress.ts';
import { learningRateAt } from '../optimiser/adam.ts';
import { foldNormalisation, initialAutoencoder, unfoldNormalisation } from './autoencoder.ts';
import { keptAutoencoder, saveAutoencoder } from './checkpoint.ts';
import { kindOf } from './kinds.ts';
import type { AutoencoderState, StepSettings } from './step.ts';
import { autoencoderStep, disposeState, initialState } from './step.ts';

export type AutoencoderTraining = AutoencoderSettings &
  Pick<StepSettings, 'frozenDecoder'> & {
    /** An autoencoder as exported, of the same shape, that training starts from. */
    initial?: Weights | undefined;
    /** Where each epoch is kept, for a training that goes on after this one was stopped. */
    kept?: KeptFile | undefined;
  };

const WARM_UP_STEPS = 50;

/** Enough for a threshold that two runs agree on to three digits. */
const SETTLING_BATCHES = 32;

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
  const found = settings.kept === undefined ? null : await keptAutoencoder(settings.kept);
  const first = (): Weights =>
    settings.initial === undefined
      ? initialAutoencoder(config, mean, seed, settings.refined)
      : unfoldNormalisation(settings.initial, scale);
  let state = found?.state ?? initialState(config, first());
  for (let epoch = found?.epochs ?? 0; epoch < settings.epochs; epoch++) {
    const trained = await trainEpoch({ hidden, config, settings, seed, report, scale }, state, epoch);
    state = trained.state;
    if (settings.kept !== undefined) await saveAutoencoder(settings.kept, state, epoch + 1);
    const dead = state.idle.filter((idle) => idle > settings.deadAfter).length;
    report.line(`epoch ${epoch + 1}/${settings.epochs}: loss ${trained.loss.toFixed(5)}, ${dead} dead`);
  }
  const weights = foldNormalisation(await toWeights(state.parameters), scale);
  const some = someBatches(hidden, d, scale, settings.batchSize);
  const settled = await kindOf(config).settle?.({ config, parameters: state.parameters }, some);
  disposeState(state);
  return { ...weights, ...settled };
}

interface EpochOptions {
  hidden: Float32Array; // [n, d]
  config: AutoencoderConfig;
  settings: AutoencoderTraining;
  seed: number;
  report: Progress;
  /** What activations are multiplied by. */
  scale: number;
}

/** Every position once, in an order of the seed and the epoch. @returns the mean loss of its steps */
async function trainEpoch(
  { hidden, config, settings, seed, report, scale }: EpochOptions,
  start: AutoencoderState,
  epoch: number,
): Promise<{ state: AutoencoderState; loss: number }> {
  const d = config.hiddenSize;
  const n = Math.floor(hidden.length / d);
  const steps = Math.floor(n / settings.batchSize);
  const totalSteps = steps * settings.epochs;
  const order = createRandom(seed, `autoencoder epoch ${epoch}`).shuffle(
    Int32Array.from({ length: n }, (_, i) => i),
  );
  let state = start;
  let lossSum = 0;
  for (let i = 0; i < steps; i++) {
    const rows = order.subarray(i * settings.batchSize, (i + 1) * settings.batchSize);
    const learningRate = learningRateAt(state.adam.step, settings.learningRate, WARM_UP_STEPS, totalSteps);
    const x = gather(hidden, rows, d, scale);
    const result = await autoencoderStep(state, config, { ...settings, learningRate }, x);
    state = result.state;
    lossSum += result.loss;
    if (!Number.isFinite(result.loss)) {
      throw new Error(
        `the autoencoder's loss is ${result.loss} at step ${epoch * steps + i + 1}: ` +
          `set a smaller autoencoder.learningRate than ${settings.learningRate}`,
      );
    }
    report.update((epoch + (i + 1) / steps) / settings.epochs, `epoch ${epoch + 1}/${settings.epochs}`);
    await nextTurn(); // a step never lets go of the event loop, and Ctrl-C would wait for the end
  }
  return { state, loss: lossSum / steps };
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
