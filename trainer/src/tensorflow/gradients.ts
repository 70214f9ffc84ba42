// Gradients of TensorFlow.js's own operations. tfjs-core alone has none: they come with the whole of @tensorflow/tfjs,
// two backends and a layers library along. These are the ones that models here use; add one where tfjs-core says
// "gradient function not found".
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from './gradient.ts';
import { executeNative } from './native/operation.ts';
import { sumTo } from './operations/reductions.ts';

type Saved = tf.Tensor[];
type Attributes = Record<string, unknown>;
/** One gradient for each input, from the gradient of the output and what was saved. */
type Gradient = (upstream: tf.Tensor, saved: Saved, attributes: Attributes) => tf.Tensor;

interface Rule {
  save?: string[];
  saveOutput?: boolean;
  inputs: Record<string, Gradient>;
}

const shapeOf = (saved: Saved, i: number): number[] => at(saved, i).shape;

/** A rule for y = f(x) whose derivative is written with x. */
const ofInput = (derivative: (x: tf.Tensor) => tf.Tensor): Rule => ({
  save: ['x'],
  inputs: { x: (upstream, saved) => tf.mul(upstream, derivative(at(saved, 0))) },
});

/** A rule for y = f(x) whose derivative is written with y. */
const ofOutput = (derivative: (y: tf.Tensor) => tf.Tensor): Rule => ({
  saveOutput: true,
  inputs: { x: (upstream, saved) => tf.mul(upstream, derivative(at(saved, 0))) },
});

/** y = f(a, b) with broadcasting; each gradient is summed back to its input's shape. */
const ofPair = (a: Gradient, b: Gradient): Rule => ({
  save: ['a', 'b'],
  inputs: {
    a: (...parts) => sumTo(a(...parts), shapeOf(parts[1], 0)),
    b: (...parts) => sumTo(b(...parts), shapeOf(parts[1], 1)),
  },
});

const reshaped: Gradient = (upstream, saved) => tf.reshape(upstream, shapeOf(saved, 0));

/** The gradient of a reduction, shaped so that it broadcasts over what was reduced. */
function expanded(upstream: tf.Tensor, x: tf.Tensor, axis: unknown): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return tf.mul(tf.reshape(upstream, kept), tf.onesLike(x));
}

const rules: Record<string, Rule> = {
  Identity: { inputs: { x: (upstream) => upstream } },
  Cast: { inputs: { x: (upstream) => tf.cast(upstream, 'float32') } },
  Reshape: { save: ['x'], inputs: { x: reshaped } },
  ExpandDims: { save: ['input'], inputs: { input: reshaped } },
  Transpose: {
    inputs: {
      x: (upstream, _, { perm }) =>
        tf.transpose(upstream, tf.backend_util.getUndoAxesPermutation(perm as number[])),
    },
  },
  Slice: {
    save: ['x'],
    inputs: {
      x: (upstream, saved, { begin }) => {
        const starts = begin as number[];
        const sizes = upstream.shape;
        const paddings = shapeOf(saved, 0).map((size, axis): [number, number] => {
          const start = at(starts, axis);
          return [start, size - start - at(sizes, axis)];
        });
        return tf.pad(upstream, paddings);
      },
    },
  },
  GatherV2: {
    save: ['x', 'indices'],
    inputs: {
      x: (upstream, saved, { axis }) => {
        const [x, indices] = saved as [tf.Tensor, tf.Tensor];
        if (axis !== 0)
          throw new Error(`tf.gather has a gradient here along axis 0 only, not ${String(axis)}`);
        const rows = tf.reshape(upstream, [indices.size, ...x.shape.slice(1)]);
        return tf.unsortedSegmentSum(rows, tf.reshape(indices, [indices.size]), at(x.shape, 0));
      },
    },
  },

  Add: ofPair(
    (upstream) => upstream,
    (upstream) => upstream,
  ),
  Sub: ofPair(
    (upstream) => upstream,
    (upstream) => tf.neg(upstream),
  ),
  Multiply: ofPair(
    (upstream, saved) => tf.mul(upstream, at(saved, 1)),
    (upstream, saved) => tf.mul(upstream, at(saved, 0)),
  ),
  RealDiv: ofPair(
    (upstream, saved) => tf.div(upstream, at(saved, 1)),
    (upstream, saved) => tf.neg(tf.div(tf.mul(upstream, at(saved, 0)), tf.square(at(saved, 1)))),
  ),
  Maximum: ofPair(
    (upstream, saved) => tf.mul(upstream, tf.cast(tf.greaterEqual(at(saved, 0), at(saved, 1)), 'float32')),
    (upstream, saved) => tf.mul(upstream, tf.cast(tf.less(at(saved, 0), at(saved, 1)), 'float32')),
  ),
  Minimum: ofPair(
    (upstream, saved) => tf.mul(upstream, tf.cast(tf.lessEqual(at(saved, 0), at(saved, 1)), 'float32')),
    (upstream, saved) => tf.mul(upstream, tf.cast(tf.greater(at(saved, 0), at(saved, 1)), 'float32')),
  ),
  SquaredDifference: ofPair(
    (upstream, saved) => tf.mul(upstream, tf.mul(tf.sub(at(saved, 0), at(saved, 1)), 2)),
    (upstream, saved) => tf.mul(upstream, tf.mul(tf.sub(at(saved, 1), at(saved, 0)), 2)),
  ),

  Neg: { inputs: { x: (upstream) => tf.neg(upstream) } },
  Abs: ofInput((x) => tf.sign(x)),
  Square: ofInput((x) => tf.mul(x, 2)),
  Log: ofInput((x) => tf.reciprocal(x)),
  Relu: { save: ['x'], inputs: { x: (upstream, saved) => reluGradient(upstream, at(saved, 0)) } },
  Sqrt: ofOutput((y) => tf.div(0.5, y)),
  Rsqrt: ofOutput((y) => tf.mul(tf.mul(tf.square(y), y), -0.5)),
  Exp: ofOutput((y) => y),
  Tanh: ofOutput((y) => tf.sub(1, tf.square(y))),
  Sigmoid: ofOutput((y) => tf.mul(y, tf.sub(1, y))),

  Sum: {
    save: ['x'],
    inputs: { x: (upstream, saved, { axis }) => expanded(upstream, at(saved, 0), axis) },
  },
  Mean: {
    save: ['x'],
    inputs: {
      x: (upstream, saved, { axis }) => {
        const share = tf.util.sizeFromShape(upstream.shape) / tf.util.sizeFromShape(shapeOf(saved, 0));
        return tf.mul(expanded(upstream, at(saved, 0), axis), share);
      },
    },
  },
  Softmax: {
    saveOutput: true,
    inputs: {
      logits: (upstream, saved, { dim }) => {
        const weighted = tf.mul(upstream, at(saved, 0));
        return tf.sub(weighted, tf.mul(at(saved, 0), tf.sum(weighted, dim as number, true)));
      },
    },
  },
};

/** ∂y where x > 0. The native step is made of several operations, and the fused gradient costs a sixth of it. */
function reluGradient(upstream: tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (!isNative()) return tf.mul(upstream, tf.step(x));
  const [gradient] = executeNative('ReluGrad', { T: 'float32' }, [upstream, x], 1);
  return gradient as tf.Tensor;
}

/** Registers these gradients, in place of any that came with a package, so that both backends use the same. */
export function registerGradients(): void {
  for (const [kernelName, { save = [], saveOutput = false, inputs }] of Object.entries(rules)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: save,
      outputsToSave: [saveOutput],
      gradFunc: (upstream, saved, attributes) => {
        const gradient = upstream as tf.Tensor;
        const bind = (rule: Gradient) => () => rule(gradient, saved, attributes as unknown as Attributes);
        return Object.fromEntries(Object.entries(inputs).map(([name, rule]) => [name, bind(rule)]));
      },
    });
  }
  registerConcat();
}

/** Concat takes a list of inputs, whose gradients are the pieces of the output's. */
function registerConcat(): void {
  tf.registerGradient({
    kernelName: 'Concat',
    saveAllInputs: true,
    gradFunc: (upstream, saved, attributes) => {
      const { axis } = attributes as unknown as { axis: number };
      const [along = 0] = tf.util.parseAxisParam(axis, shapeOf(saved, 0));
      const sizes = saved.map(({ shape }) => at(shape, along));
      const pieces = tf.split(upstream as tf.Tensor, sizes, along);
      return Object.fromEntries(pieces.map((piece, i) => [i, () => piece]));
    },
  });
}
