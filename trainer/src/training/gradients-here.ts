// The loss and the gradient of one part of a batch, worked out in this process.
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random.ts';
import { createRandom } from '../math/random.ts';
import { seededDropouts } from '../recommender/dropout.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import type { TrainingSettings } from '../config/schema.ts';
import type { Batch } from './batches.ts';
import { itemLoss } from './loss.ts';
import { lossAndGradients } from './step.ts';

/** What a gradient depends on besides weights and batch. */
export interface GradientOptions {
  config: RecommenderConfig;
  settings: TrainingSettings;
  seed: number;
}

/** A part of a step: all that is random depends on it, so that a step is the same after a resume. */
export interface StepPart {
  batch: Batch;
  step: number;
  part: number;
}

export interface LossAndGradients {
  /** Mean over the positions that have a target. */
  loss: number;
  gradients: Parameters;
}

/** Where the negatives of a step are drawn from. */
export const negativesAt = (seed: number, step: number): Random => createRandom(seed, `negatives ${step}`);

/** Parts of a step compare with the same negatives, and drop out units of their own. */
export async function gradientsHere(
  { config, settings, seed }: GradientOptions,
  parameters: Parameters,
  { batch, step, part }: StepPart,
): Promise<LossAndGradients> {
  const loss = itemLoss(settings, negativesAt(seed, step), batch.drawn);
  const stream = `dropout ${step}${part === 0 ? '' : `, part ${part}`}`;
  const dropout = seededDropouts(settings, createRandom(seed, stream).bits());
  const { loss: mean, gradients } = lossAndGradients(config, parameters, batch, loss, dropout);
  const [value] = await mean.data();
  tf.dispose(mean);
  return { loss: value ?? Number.NaN, gradients };
}
