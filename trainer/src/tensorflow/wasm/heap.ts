// The wasm backend's memory behind tensors, for the few loops that are faster in JavaScript than in its kernels.
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A tensor's values where they lie: no copy, and stale as soon as the backend allocates again. */
export function floatsOf(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

export function integersOf(backend: BackendWasm, tensor: tf.TensorInfo): Int32Array {
  return backend.typedArrayFromHeap(tensor) as Int32Array;
}

type Inputs = Record<string, tf.TensorInfo>;
type Kernel<I extends Inputs, A> = (backend: BackendWasm, inputs: I, attributes: A) => tf.TensorInfo;

/** Registers a kernel of our own with the wasm backend, for `runWasm` or under a name that tfjs-core calls. */
export function registerWasm<I extends Inputs, A>(kernelName: string, kernel: Kernel<I, A>): void {
  if (tf.getKernel(kernelName, 'wasm') !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(backend as BackendWasm, inputs as I, attrs as unknown as A),
  });
}

export function runWasm<T extends tf.Tensor>(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number> = {},
): T {
  return tf.engine().runKernel<T>(kernelName, inputs, attributes);
}
