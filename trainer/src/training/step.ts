// The parts of a training step of the recommender: loss and gradients of a batch, then new weights.
import * as tf from '@tensorflow/tfjs-core';
import type { Dropouts } from '../recommender/dropout.ts';
import { encode } from '../recommender/encode.ts';
import type { Parameters, Recommender } from '../recommender/recommender.ts';
import { parameter } from '../recommender/recommender.ts';
import { gatherRows } from '../tensorflow/operations/ops.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { outputTable } from '../recommender/weights.ts';
import type { Batch } from './batches.ts';
import type { AdamOptions, AdamState } from '../optimiser/adam.ts';
import { adamStep } from '../optimiser/adam.ts';
import { averageStep } from './average.ts';
import type { ItemTables } from './item-tables.ts';
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
  /** The tables of items, where steps move rows of them; they are then no part of what is above. */
  tables?: ItemTables | undefined;
}

export interface StepOptions extends AdamOptions {
  /** How slowly the average of the weights moves, if there is one. */
  averageDecay: number;
}

/** Moves the weights, and takes over `state` and `gradients`. */
export function takeStep(state: TrainState, gradients: Parameters, options: StepOptions): TrainState {
  const { parameters, state: adam } = adamStep(state.parameters, gradients, state.adam, options);
  const average = state.average && averageStep(state.average, parameters, options.averageDecay, adam.step);
  return { parameters, adam, average };
}
