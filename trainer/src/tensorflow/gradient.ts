// Operations with gradients of our own: what forward keeps, backward gets.
import * as tf from '@tensorflow/tfjs-core';

export interface Forward<T extends tf.Tensor> {
  value: T;
  /** Tensors that backward needs; they live until it has run. */
  kept: tf.Tensor[];
}

/**
 * `forward(…)` as one node of the gradient tape. `backward` takes the gradient of the value and what was kept, and
 * returns one gradient for each of `inputs`, in order. Nothing in either is recorded, so there is no second derivative.
 *
 * @example withGradient([x], () => ({ value: tf.square(x), kept: [] }), (upstream) => [tf.mul(upstream, tf.mul(x, 2))])
 */
export function withGradient<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  forward: () => Forward<T>,
  backward: (upstream: T, kept: tf.Tensor[]) => tf.Tensor[],
): T {
  const operation = tf.customGrad<T>((...inputsAndSave) => {
    const save = inputsAndSave.at(-1) as tf.GradSaveFunc;
    const { value, kept } = forward();
    save(kept);
    return { value, gradFunc: backward };
  });
  return operation(...inputs);
}

/** The name under which TensorFlow's own library registers; every other backend here is wasm. */
export const NATIVE = 'tensorflow';

export const isNative = (): boolean => tf.getBackend() === NATIVE;
