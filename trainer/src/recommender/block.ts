// One block of the network over whole sequences: attention, then the feed-forward layer, each a branch that is added.
import * as tf from '@tensorflow/tfjs-core';
import type { Reach } from '../tensorflow/operations/ops.ts';
import type { BlockContext } from './attention.ts';
import { attend, bucketBias, queryKeysValues } from './attention.ts';
import { columnBuckets } from './distances.ts';
import type { Dropouts } from './dropout.ts';
import { addBranch, feedForward, linear } from './layers.ts';
import type { Recommender } from './recommender.ts';
import type { RecommenderConfig } from './weights.ts';

/** What blocks need to know of the sequences beside their states. */
export interface BlockInputs {
  /** [batch, length] */
  shape: [number, number];
  /** ∈ [batch or 1, length or 1, length], added to attention scores */
  mask: tf.Tensor3D;
  /** What the mask says. */
  reach: Reach;
  /** Where positions are relative, the bucket of each distance ∈ [2·length - 1] int32 */
  buckets: tf.Tensor1D | undefined;
  dropout: Dropouts;
  visitContext?: ((block: number, context: BlockContext) => void) | undefined;
}

/** x ∈ [batch·length, d] → [batch·length, d] */
export function runBlock(
  model: Recommender,
  block: number,
  x: tf.Tensor2D,
  inputs: BlockInputs,
): tf.Tensor2D {
  const { shape, mask, reach, buckets, dropout, visitContext } = inputs;
  const { query, keys, values } = queryKeysValues(model, block, x, shape);
  visitContext?.(block, { keys, values });
  const distances = buckets && bucketBias(model, block, buckets);
  const options = { mask, reach, distances, dropout: dropout.attention };
  const attended = attend(model, { query, keys, values }, options, shape);
  const middle = addBranch(
    model,
    block,
    1,
    x,
    dropout.branch(linear(model, `blocks.${block}.out`, attended)),
  );
  return addBranch(model, block, 2, middle, dropout.branch(feedForward(model, block, middle)));
}

/** The buckets of a sequence's distances, where positions are relative. */
export const bucketsOfSequence = (config: RecommenderConfig, length: number): tf.Tensor1D | undefined =>
  config.positions === 'relative' ? tf.tensor1d(columnBuckets(config, length), 'int32') : undefined;
