// The layers of a block besides attention. The formulas and the names of the weights stand in weights.ts.
import * as tf from '@tensorflow/tfjs-core';
import { layerNorm, matMul } from '../tensorflow/ops.ts';
import type { Recommender } from './recommender.ts';
import { parameter } from './recommender.ts';
import { NORM_EPSILON } from './weights.ts';

export function linear(model: Recommender, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(matMul(x, parameter(model, `${name}.weight`)), parameter(model, `${name}.bias`));
}

export function normalise(model: Recommender, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return layerNorm(x, parameter(model, `${name}.gain`), parameter(model, `${name}.bias`), NORM_EPSILON);
}

export const finalNorm = (model: Recommender, x: tf.Tensor2D): tf.Tensor2D => normalise(model, 'norm', x);

/** down(relu(up(norm2(x)))) ∈ [rows, d] */
export function feedForward(model: Recommender, block: number, x: tf.Tensor2D): tf.Tensor2D {
  const name = `blocks.${block}`;
  const wide = linear(model, `${name}.up`, normalise(model, `${name}.norm2`, x));
  return linear(model, `${name}.down`, tf.relu(wide));
}
