// An exponential moving average of the weights, which often ranks better than the weights of the last step.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import { flatten, unflatten } from '../optimiser/flat.ts';

export const startAverage = (parameters: Parameters): tf.Tensor1D =>
  tf.tidy(() => flatten(parameters, Object.keys(parameters)));

/**
 * a ← a + (1 - δ)·(p - a), with δ = min(decay, (1 + step)/(10 + step)): early on, the start counts for little.
 *
 * Takes over `average`; `step` counts from 1.
 */
export function averageStep(
  average: tf.Tensor1D,
  parameters: Parameters,
  decay: number,
  step: number,
): tf.Tensor1D {
  const share = 1 - Math.min(decay, (1 + step) / (10 + step));
  const next = tf.tidy(() => {
    const now = flatten(parameters, Object.keys(parameters));
    return tf.add<tf.Tensor1D>(average, tf.mul(tf.sub(now, average), share));
  });
  average.dispose();
  return next;
}

/** Gives the averaged weights to `use`, or the weights themselves where none are averaged. */
export async function withAverage<T>(
  { parameters, average }: { parameters: Parameters; average?: tf.Tensor1D | undefined },
  use: (parameters: Parameters) => Promise<T>,
): Promise<T> {
  if (average === undefined) return use(parameters);
  const averaged = tf.tidy(() => unflatten(tf.clone(average), parameters));
  const result = await use(averaged);
  tf.dispose(averaged);
  return result;
}
