// For tests: compares an operation's gradient with finite differences of the operation itself.
import * as tf from '@tensorflow/tfjs-core';

/** Seeded normal values, the same on every backend. */
export function normal(shape: number[], seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, 'float32', seed);
}

/** Values rounded to 1e-5, since float32 sums differ in the last bits between backends. */
export function valuesOf(tensor: tf.Tensor): number[] {
  return Array.from(tensor.dataSync(), (value) => Math.round(value * 1e5) / 1e5 + 0);
}

/** float32 sums of a few dozen terms and step 1e-2 give differences that are good to about 1e-3. */
export const DIFFERENCE_TOLERANCE = 5e-3;

export interface GradientCheck {
  /** The largest |gradient - difference| ÷ (1 + |difference|), over all inputs. */
  error: number;
  leakedTensors: number;
}

/** Compares the gradient of Σ weights·f(inputs) for every input with central differences. */
export function checkGradients(
  f: (inputs: tf.Tensor[]) => tf.Tensor,
  make: () => tf.Tensor[],
): GradientCheck {
  const before = tf.memory().numTensors;
  const errors = tf.tidy(() => {
    const inputs = make();
    const weights = normal(f(inputs).shape, 99);
    const objective = (...at: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(f(at), weights));
    const gradients = tf.grads(objective)(inputs);
    return gradients.flatMap((gradient, which) => {
      const expected = differences(objective, inputs, which);
      const values = gradient.dataSync();
      return expected.map((value, i) => Math.abs((values[i] ?? NaN) - value) / (1 + Math.abs(value)));
    });
  });
  return { error: Math.max(...errors), leakedTensors: tf.memory().numTensors - before };
}

function differences(
  objective: (...at: tf.Tensor[]) => tf.Scalar,
  inputs: tf.Tensor[],
  which: number,
): number[] {
  const input = inputs[which] as tf.Tensor;
  const values = input.dataSync();
  const step = 1e-2;
  const at = (i: number, delta: number): number => {
    const moved = Float32Array.from(values, (value, j) => value + (i === j ? delta : 0));
    const changed = inputs.map((other, j) => (j === which ? tf.tensor(moved, input.shape) : other));
    return objective(...changed).dataSync()[0] ?? NaN;
  };
  return Array.from(values, (_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}
