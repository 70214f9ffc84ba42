// One training step of the recommender: a batch in, the loss and new weights out.
import * as tf from '@tensorflow/tfjs-core';
import { seededDropouts } from '../recommender/dropout.ts';
import type { DropoutRates, Dropouts } from '../recommender/dropout.ts';
import { encode } from '../recommender/encode.ts';
import type { Parameters, Recommender } from '../recommender/recommender.ts';
import { parameter } from '../recommender/recommender.ts';
import { gatherRows } from '../tensorflow/ops.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { outputTable } from '../recommender/weights.ts';
import type { Batch } from './batches.ts';
import type { AdamOptions, AdamState } from './adam.ts';
import { adamStep } from './adam.ts';
import { averageStep } from './average.ts';
import type { ItemLoss } from './loss.ts';

/** The mean loss of the items that the batch asks for. */
export function batchLoss(model: Recommender, batch: Batch, loss: ItemLoss, dropout?: Dropouts): tf.Scalar {
  const items = tf.tensor2d(batch.items, [batch.rows, batch.length], 'int32');
  const hidden = encode(model, items, { dropout, lengths: batch.lengths }); // [rows·length, d]
  const real = gatherRows(hidden, tf.tensor1d(batch.positions, 'int32')); // [tokens, d]
  return loss(real, parameter(model, outputTable(model.config)), batch.targets);
}

/** The loss and its gradient for every weight, by name. */
export function lossAndGradients(
  config: RecommenderConfig,
  parameters: Parameters,
  batch: Batch,
  loss: ItemLoss,
  dropout?: Dropouts,
): { loss: tf.Scalar; gradients: Parameters } {
  const names = Object.keys(parameters);
  return tf.tidy(() => {
    const objective = (...values: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]));
      return batchLoss({ config, parameters: named }, batch, loss, dropout);
    };
    const { value, grads } = tf.valueAndGrads(objective)(names.map((name) => parameters[name] as tf.Tensor));
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor]));
    return { loss: value as tf.Scalar, gradients };
  });
}

export interface TrainState {
  parameters: Parameters;
  adam: AdamState;
  /** The moving average of the weights end to end, where one is kept. */
  average?: tf.Tensor1D | undefined;
}

export interface StepOptions extends AdamOptions, DropoutRates {
  loss: ItemLoss;
  /** How slowly the average of the weights moves, if there is one. */
  averageDecay: number;
  seed: number;
}

/** Takes over `state`; the loss is read back, so a step has ended when this resolves. */
export async function trainStep(
  config: RecommenderConfig,
  state: TrainState,
  batch: Batch,
  options: StepOptions,
): Promise<{ state: TrainState; loss: number }> {
  const dropout = seededDropouts(options, options.seed);
  const { loss, gradients } = lossAndGradients(config, state.parameters, batch, options.loss, dropout);
  const { parameters, state: adam } = adamStep(state.parameters, gradients, state.adam, options);
  const average = state.average && averageStep(state.average, parameters, options.averageDecay, adam.step);
  const [value] = await loss.data();
  loss.dispose();
  return { state: { parameters, adam, average }, loss: value ?? Number.NaN };
}
