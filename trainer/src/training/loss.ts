// The losses that a recommender can be trained with.
import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random.ts';
import type { TrainingSettings } from '../config/schema.ts';
import {
  generalisedBinaryCrossEntropy,
  sampledCrossEntropy,
  tiedCrossEntropy,
} from '../tensorflow/operations/ops.ts';
import { drawNegatives } from './negatives.ts';

export type LossSettings = Pick<TrainingSettings, 'loss' | 'negatives' | 'gbceT'>;

/** Mean loss of targets [tokens] from hidden ∈ [tokens, d] and the table of items ∈ [items, d]. */
export type ItemLoss = (hidden: tf.Tensor2D, table: tf.Tensor2D, targets: Int32Array) => tf.Scalar;

/**
 * The loss of one step, its negatives drawn from `random` for the whole batch.
 *
 * @throws RangeError when more negatives are asked for than there are items
 */
export function itemLoss({ loss, negatives: count, gbceT }: LossSettings, random: Random): ItemLoss {
  if (loss === 'full') return tiedCrossEntropy;
  return (hidden, table, targets) => {
    const negatives = drawNegatives(table.shape[0], refuseTooMany(count, table.shape[0]), random);
    return loss === 'sampled'
      ? sampledCrossEntropy(hidden, table, targets, { negatives })
      : generalisedBinaryCrossEntropy(hidden, table, targets, { negatives, t: gbceT });
  };
}

function refuseTooMany(count: number, items: number): number {
  if (count <= items) return count;
  const advice = 'ask for fewer, or set training.loss to "full", which compares with all';
  throw new RangeError(`training.negatives is ${count}, but there are only ${items} items: ${advice}`);
}
