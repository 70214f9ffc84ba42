// The losses that a recommender can be trained with.
import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random.ts';
import type { TrainingSettings } from '../config/schema.ts';
import {
  generalisedBinaryCrossEntropy,
  sampledCrossEntropy,
  tiedCrossEntropy,
} from '../tensorflow/operations/ops.ts';
import type { Drawn } from './batches.ts';
import { drawNegatives } from './negatives.ts';

export type LossSettings = Pick<TrainingSettings, 'loss' | 'negatives' | 'gbceT'>;

/** Mean loss of targets [tokens] from hidden ∈ [tokens, d] and the table of items ∈ [items, d]. */
export type ItemLoss = (hidden: tf.Tensor2D, table: tf.Tensor2D, targets: Int32Array) => tf.Scalar;

/**
 * The loss of one step, its negatives drawn from `random` for the whole batch unless they are given.
 *
 * @throws RangeError when more negatives are asked for than there are items
 */
export function itemLoss(settings: LossSettings, random: Random, drawn?: Drawn): ItemLoss {
  if (settings.loss === 'full') return tiedCrossEntropy;
  return (hidden, table, targets) => {
    const classes = table.shape[0];
    const options = drawn ?? { negatives: negativesOf(settings, classes, random), classes };
    return settings.loss === 'sampled'
      ? sampledCrossEntropy(hidden, table, targets, options)
      : generalisedBinaryCrossEntropy(hidden, table, targets, { ...options, t: settings.gbceT });
  };
}

/** Negatives drawn from `items` items, as many as the settings say. @throws RangeError when that is more than there are */
export function negativesOf({ negatives: count }: LossSettings, items: number, random: Random): Int32Array {
  if (count <= items) return drawNegatives(items, count, random);
  const advice = 'ask for fewer, or set training.loss to "full", which compares with all';
  throw new RangeError(`training.negatives is ${count}, but there are only ${items} items: ${advice}`);
}
