// The layers of a block besides attention. The formulas and the names of the weights stand in weights.ts.
import * as tf from '@tensorflow/tfjs-core';
import { gatedAdd, layerNorm, linear as affine, swiGlu } from '../tensorflow/operations/ops.ts';
import type { Recommender } from './recommender.ts';
import { parameter } from './recommender.ts';
import { NORM_EPSILON } from './weights.ts';

export function linear(model: Recommender, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return affine(x, parameter(model, `${name}.weight`), parameter(model, `${name}.bias`));
}

export function normalise(model: Recommender, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return layerNorm(x, parameter(model, `${name}.gain`), parameter(model, `${name}.bias`), NORM_EPSILON);
}

export const finalNorm = (model: Recommender, x: tf.Tensor2D): tf.Tensor2D => normalise(model, 'norm', x);

/** down(relu(up(norm2(x)))), or with SwiGLU in place of ReLU for ligr ∈ [rows, d] */
export function feedForward(model: Recommender, block: number, x: tf.Tensor2D): tf.Tensor2D {
  const name = `blocks.${block}`;
  const normalised = normalise(model, `${name}.norm2`, x);
  const wide =
    model.config.block === 'ligr'
      ? gatedUp(model, `${name}.up`, normalised)
      : tf.relu(linear(model, `${name}.up`, normalised));
  return linear(model, `${name}.down`, wide);
}

/** SwiGLU of the two halves of x·weight + bias ∈ [rows, f] */
function gatedUp(model: Recommender, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { hiddenSize: d, feedForwardSize: f } = model.config;
  // Two products with half of the weight each: slicing the small weight costs less than slicing the product.
  const half = (i: number): tf.Tensor2D => {
    const weight = tf.slice(parameter<tf.Tensor2D>(model, `${name}.weight`), [0, i * f], [d, f]);
    const bias = tf.slice(parameter<tf.Tensor1D>(model, `${name}.bias`), [i * f], [f]);
    return affine(x, weight, bias);
  };
  return swiGlu(half(0), half(1));
}

/** x + branch, or x + σ(gate(x))·branch for ligr; `branch` is 1 for attention, 2 for the feed-forward layer. */
export function addBranch(
  model: Recommender,
  block: number,
  branch: 1 | 2,
  x: tf.Tensor2D,
  result: tf.Tensor2D,
): tf.Tensor2D {
  if (model.config.block !== 'ligr') return tf.add(x, result);
  return gatedAdd(x, linear(model, `blocks.${block}.gate${branch}`, x), result);
}
