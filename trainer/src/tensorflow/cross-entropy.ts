// Softmax cross-entropy with integer labels, without ever making a one-hot.
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { isNative, withGradient, type Forward } from './gradient.ts';
import { executeNative } from './native-operation.ts';
import { floatsOf, integersOf } from './wasm-heap.ts';

/**
 * -log softmax(logits)[label] of each row; ∂logits = (softmax(logits) - onehot(label))·∂loss.
 *
 * @param logits ∈ [n, classes]
 * @param labels ∈ [n] int32, each from 0 to classes - 1
 * @returns losses ∈ [n]
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return isNative() ? fusedCrossEntropy(logits, labels) : wasmCrossEntropy(logits, labels);
}

/** TensorFlow's fused operation returns the losses and the gradient of their sum together. */
function fusedCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [logits],
    () => {
      const types = { T: logits.dtype, Tlabels: labels.dtype };
      const outputs = executeNative('SparseSoftmaxCrossEntropyWithLogits', types, [logits, labels], 2);
      const [value, gradient] = outputs as [tf.Tensor1D, tf.Tensor2D];
      return { value, kept: [gradient] };
    },
    (upstream, kept) => [tf.mul(kept[0] as tf.Tensor2D, tf.reshape(upstream, [upstream.size, 1]))],
  );
}

function wasmCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [logits],
    () => wasmForward(logits, labels),
    (upstream, kept) => {
      const [probabilities, targets] = kept as [tf.Tensor2D, tf.Tensor1D];
      const gradient = tf.mul<tf.Tensor2D>(probabilities, tf.reshape(upstream, [upstream.size, 1]));
      subtractAtLabels(gradient, targets, upstream);
      return [gradient];
    },
  );
}

/** loss = max(logits) - log max(p) - logits[label]: max(p) is at least 1/classes, so the logarithm cannot overflow. */
function wasmForward(logits: tf.Tensor2D, labels: tf.Tensor1D): Forward<tf.Tensor1D> {
  const probabilities = tf.softmax(logits);
  const logNormaliser = tf.sub(tf.max(logits, 1), tf.log(tf.max(probabilities, 1))); // [n]
  const value = tf.sub<tf.Tensor1D>(logNormaliser, atLabels(logits, labels));
  return { value, kept: [probabilities, labels] };
}

/** Reads one logit a row where tf.gatherND would first have to build [n, 2] indices. */
function atLabels(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const [rows, classes] = logits.shape;
  const backend = wasmBackend();
  const from = floatsOf(backend, logits);
  const targets = integersOf(backend, labels);
  const picked = new Float32Array(rows);
  for (let row = 0; row < rows; row++) picked[row] = from[row * classes + (targets[row] ?? 0)] ?? NaN;
  return tf.tensor1d(picked);
}

/** The one-hot part of the gradient, written in place: the tensor is new and nobody else has seen it. */
function subtractAtLabels(gradient: tf.Tensor2D, labels: tf.Tensor1D, upstream: tf.Tensor1D): void {
  const [rows, classes] = gradient.shape;
  const backend = wasmBackend();
  const [into, targets, weights] = [
    floatsOf(backend, gradient),
    integersOf(backend, labels),
    floatsOf(backend, upstream),
  ];
  for (let row = 0; row < rows; row++) {
    const at = row * classes + (targets[row] as number);
    into[at] = (into[at] as number) - (weights[row] as number);
  }
}

const wasmBackend = (): BackendWasm => tf.backend() as BackendWasm;
