// Calling one of TensorFlow's own operations, for those that TensorFlow.js has no name for.
import * as tf from '@tensorflow/tfjs-core';

interface OperationAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** The part of the native backend that is used here; the package and its types may be absent. */
interface NativeBackend {
  binding: { TF_ATTR_TYPE: number };
  getDTypeInteger(dtype: tf.DataType): number;
  executeMultipleOutputs(
    name: string,
    attributes: OperationAttribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** Runs an operation by TensorFlow's name for it, with its type attributes, on the native backend. */
export function executeNative(
  name: string,
  types: Record<string, tf.DataType>,
  inputs: tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  const backend = tf.backend() as unknown as NativeBackend;
  const attributes = Object.entries(types).map(([attribute, type]) => ({
    name: attribute,
    type: backend.binding.TF_ATTR_TYPE,
    value: backend.getDTypeInteger(type),
  }));
  return backend.executeMultipleOutputs(name, attributes, inputs, outputs);
}
