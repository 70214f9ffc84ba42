import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { checkGradients, DIFFERENCE_TOLERANCE, normal } from '../../testing/gradient-check.ts';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary: Record<string, Unary> = {
  reshape: (x) => tf.reshape(x, [4, 3]),
  expandDims: (x) => tf.expandDims(x, 1),
  transpose: (x) => tf.transpose(x),
  slice: (x) => tf.slice(x as tf.Tensor2D, [1, 1], [2, 3]),
  neg: (x) => tf.neg(x),
  abs: (x) => tf.abs(x),
  square: (x) => tf.square(x),
  log: (x) => tf.log(tf.add(tf.square(x), 1)),
  relu: (x) => tf.relu(x),
  sqrt: (x) => tf.sqrt(tf.add(tf.square(x), 1)),
  rsqrt: (x) => tf.rsqrt(tf.add(tf.square(x), 1)),
  exp: (x) => tf.exp(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  sum: (x) => tf.sum(x, 0),
  'sum of all': (x) => tf.sum(x),
  mean: (x) => tf.mean(x, 1, true),
  softmax: (x) => tf.softmax(x),
  concat: (x) => tf.concat([x, tf.square(x)], 1),
  gather: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')),
};

const binary: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: (a, b) => tf.div(a, tf.add(tf.square(b), 1)),
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

describeOnEachBackend('gradients', () => {
  it.each(Object.entries(unary))('%s agrees with its differences', (_, f) => {
    const { error, leakedTensors } = checkGradients(
      ([x]) => f(x as tf.Tensor),
      () => [normal([3, 4], 5)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });

  const shapes = [[3, 4], [4], [3, 1], [1, 4], []];
  const cases = Object.entries(binary).flatMap(([name, f]) => shapes.map((shape) => ({ name, f, shape })));
  it.each(cases)('$name broadcasts over $shape and sums its gradient back', ({ f, shape }) => {
    const { error, leakedTensors } = checkGradients(
      ([a, b]) => f(a as tf.Tensor, b as tf.Tensor),
      () => [normal([3, 4], 5), normal(shape, 6)],
    );
    expect(error).toBeLessThan(DIFFERENCE_TOLERANCE);
    expect(leakedTensors).toBe(0);
  });
});
