// Named tensors as one long vector and back, for what is done alike to every number.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';

/** The tensors of these names end to end. ∈ [Σ sizes] */
export function flatten(tensors: Parameters, names: string[]): tf.Tensor1D {
  const vectors = names.map((name) => {
    const tensor = tensors[name];
    if (tensor === undefined) throw new Error(`there is no tensor "${name}" to put in line`);
    return tensor.rank === 1 ? (tensor as tf.Tensor1D) : tf.reshape<tf.Rank.R1>(tensor, [tensor.size]);
  });
  return tf.concat(vectors);
}

/** The pieces of a long vector, with the names and shapes of `like`, in its order. */
export function unflatten(
  vector: tf.Tensor1D,
  like: Record<string, { shape: number[]; size: number }>,
): Parameters {
  const entries = Object.entries(like);
  const pieces = tf.split(
    vector,
    entries.map(([, { size }]) => size),
  );
  return Object.fromEntries(
    entries.map(([name, { shape }], i) => {
      const piece = pieces[i] as tf.Tensor1D;
      return [name, shape.length === 1 ? piece : tf.reshape(piece, shape)];
    }),
  );
}
