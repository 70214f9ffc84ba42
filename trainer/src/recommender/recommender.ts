// A recommender on the current backend: its config and its weights as tensors.
import type * as tf from '@tensorflow/tfjs-core';
import type { RecommenderConfig } from './weights.ts';

export type Parameters = Record<string, tf.Tensor>;

export interface Recommender {
  config: RecommenderConfig;
  parameters: Parameters;
}

export function parameter<T extends tf.Tensor>(model: Recommender, name: string): T {
  const found = model.parameters[name];
  if (found === undefined) throw new Error(`the model has no weight "${name}"`);
  return found as T;
}
