// Softmax cross-entropy with integer labels, without ever making a one-hot.
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { isNative, withGradient } from './gradient.ts';
import { executeNative } from './native-operation.ts';
import { transposedA, transposedB } from './products.ts';
import { floatsOf, integersOf } from './wasm-heap.ts';

/**
 * -log softmax(logits)[label] of each row; ∂logits = (softmax(logits) - onehot(label))·∂loss.
 *
 * @param logits ∈ [n, classes]
 * @param labels ∈ [n] int32, each from 0 to classes - 1
 * @returns losses ∈ [n]
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [logits],
    () => {
      const { losses, slopes } = lossesAndSlopes(logits, labels);
      return { value: losses, kept: [slopes] };
    },
    (upstream, kept) => [tf.mul(kept[0] as tf.Tensor2D, column(upstream))],
  );
}

/**
 * softmaxCrossEntropy(hidden·tableᵀ, labels) as one operation, which touches the large [n, classes] tensor less: with
 * slopes S = softmax - onehot,  ∂hidden = ∂loss·(S·table),  ∂table = Sᵀ·(∂loss·hidden).
 *
 * @param hidden ∈ [n, d]
 * @param table ∈ [classes, d]
 * @param labels ∈ [n] int32, each from 0 to classes - 1
 * @returns losses ∈ [n]
 */
export function tiedCrossEntropy(hidden: tf.Tensor2D, table: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [hidden, table],
    () => {
      const { losses, slopes } = lossesAndSlopes(transposedB(hidden, table), labels);
      return { value: losses, kept: [slopes, hidden, table] };
    },
    (upstream, kept) => {
      const [slopes, rows, classes] = kept as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const weights = column(upstream);
      return [
        tf.mul(tf.matMul(slopes, classes), weights),
        transposedA(slopes, tf.mul<tf.Tensor2D>(rows, weights)),
      ];
    },
  );
}

const column = (x: tf.Tensor1D): tf.Tensor2D => tf.reshape(x, [x.size, 1]);

interface LossesAndSlopes {
  losses: tf.Tensor1D; // [n]
  /** softmax(logits) - onehot(label): the gradient of the sum of the losses. */
  slopes: tf.Tensor2D; // [n, classes]
}

/** Both at once: TensorFlow's fused operation works so, and on wasm they share the softmax. */
function lossesAndSlopes(logits: tf.Tensor2D, labels: tf.Tensor1D): LossesAndSlopes {
  if (!isNative()) return wasmLossesAndSlopes(logits, labels);
  const types = { T: logits.dtype, Tlabels: labels.dtype };
  const outputs = executeNative('SparseSoftmaxCrossEntropyWithLogits', types, [logits, labels], 2);
  const [losses, slopes] = outputs as [tf.Tensor1D, tf.Tensor2D];
  return { losses, slopes };
}

/** loss = max(logits) - log max(p) - logits[label]: max(p) is at least 1/classes, so the logarithm cannot overflow. */
function wasmLossesAndSlopes(logits: tf.Tensor2D, labels: tf.Tensor1D): LossesAndSlopes {
  const probabilities = tf.softmax(logits);
  const logNormaliser = tf.sub(tf.max(logits, 1), tf.log(tf.max(probabilities, 1))); // [n]
  const losses = tf.sub<tf.Tensor1D>(logNormaliser, atLabels(logits, labels));
  subtractOneHot(probabilities, labels);
  return { losses, slopes: probabilities };
}

/** Reads one logit a row where tf.gatherND would first have to build [n, 2] indices. */
function atLabels(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const [rows, classes] = logits.shape;
  const [from, targets] = [floatsOf(wasmBackend(), logits), integersOf(wasmBackend(), labels)];
  const picked = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = targets[row] ?? -1;
    if (label < 0 || label >= classes)
      throw new RangeError(`label ${label} is not one of ${classes} classes`);
    picked[row] = from[row * classes + label] as number;
  }
  return tf.tensor1d(picked);
}

/** In place: the tensor is new and nobody else has seen it. */
function subtractOneHot(probabilities: tf.Tensor2D, labels: tf.Tensor1D): void {
  const [rows, classes] = probabilities.shape;
  const [into, targets] = [floatsOf(wasmBackend(), probabilities), integersOf(wasmBackend(), labels)];
  for (let row = 0; row < rows; row++) {
    const at = row * classes + (targets[row] as number);
    into[at] = (into[at] as number) - 1;
  }
}

const wasmBackend = (): BackendWasm => tf.backend() as BackendWasm;
