// An exponential moving average of the weights, which often ranks better than the weights of the last step.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import { flatten, unflatten } from '../optimiser/flat.ts';
import { averagedTables } from './item-tables.ts';
import { keptShare } from './kept-share.ts';
import type { TrainState } from './step.ts';

export const startAverage = (parameters: Parameters): tf.Tensor1D =>
  tf.tidy(() => flatten(parameters, Object.keys(parameters)));

/**
 * a ← a + (1 - δ)·(p - a), with δ = min(decay, (1 + step)/(10 + step)).
 *
 * Takes over `average`; `step` counts from 1.
 */
export function averageStep(
  average: tf.Tensor1D,
  parameters: Parameters,
  decay: number,
  step: number,
): tf.Tensor1D {
  const share = 1 - keptShare(decay, step);
  const next = tf.tidy(() => {
    const now = flatten(parameters, Object.keys(parameters));
    return tf.add<tf.Tensor1D>(average, tf.mul(tf.sub(now, average), share));
  });
  average.dispose();
  return next;
}

/** Gives the averaged weights to `use`, or the weights themselves where none are averaged. */
export async function withAverage<T>(
  { parameters, average, tables }: Pick<TrainState, 'parameters' | 'average' | 'tables'>,
  use: (parameters: Parameters) => Promise<T>,
): Promise<T> {
  if (average === undefined && tables === undefined) return use(parameters);
  const averaged = average && tf.tidy(() => unflatten(tf.clone(average), parameters));
  const whole = tables ? averagedTables(tables) : {};
  const result = await use({ ...whole, ...(averaged ?? parameters) });
  tf.dispose([whole, averaged ?? []]);
  return result;
}
