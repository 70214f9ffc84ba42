// Chooses and starts the backend: the native library where it has been set up, else wasm.
import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from './backend-error.ts';
import { parseBackend, type BackendName } from './backend-name.ts';
import { NATIVE } from './gradient.ts';
import { registerGradients } from './gradients.ts';
import { findNative } from './native/cache.ts';
import { findKernels } from './native/kernels-file.ts';
import { loadNative, type NativeDescription } from './native/load.ts';
import { startWasm } from './wasm/load.ts';

export interface Backend {
  name: BackendName;
  gpu: boolean;
  /** For example "TensorFlow 2.21.0" or "tfjs-backend-wasm 4.22.0". */
  library: string;
  /** One line: which was chosen, why, and how to get the faster one. */
  reason: string;
}

/**
 * Starts a backend and makes it the one that tensors are made on. `options.backend` comes before the environment's
 * TRIMTAB_BACKEND, which comes before the choice by what is there.
 *
 * @throws BackendError if the backend asked for is unknown, or absent
 */
export async function startBackend(
  options: { backend?: BackendName; environment?: NodeJS.ProcessEnv } = {},
): Promise<Backend> {
  const environment = options.environment ?? process.env;
  const asked = options.backend ?? parseBackend(environment['TRIMTAB_BACKEND']);
  const because = options.backend === undefined ? 'TRIMTAB_BACKEND asks for it' : 'it was asked for';
  const native = findNative(environment);
  if (asked === 'wasm') return useWasm(because, native.found);
  if (native.found)
    return useNative(native.folder, asked === undefined ? 'it is set up' : because, environment);
  if (asked === undefined) return useWasm(native.reason, false);
  throw new BackendError(
    'native-not-set-up',
    `the native backend was asked for, but ${native.reason}: run "trimtab doctor --fix", or choose --backend wasm`,
  );
}

async function useWasm(because: string, nativeIsSetUp: boolean): Promise<Backend> {
  const { library } = await startWasm();
  registerGradients();
  const advice = nativeIsSetUp
    ? 'the native backend is set up and several times as fast'
    : '"trimtab doctor --fix" sets up the native backend, several times as fast';
  return { name: 'wasm', gpu: false, library, reason: `backend: wasm, since ${because}; ${advice}` };
}

async function useNative(folder: string, because: string, environment: NodeJS.ProcessEnv): Promise<Backend> {
  const kernels = findKernels(folder, environment);
  const { library, gpu } = await startNative(folder, kernels.found ? kernels.file : undefined);
  const device = gpu ? 'on the GPU' : 'on the CPU';
  const without = gpu || kernels.found ? '' : `; without our kernels, since ${kernels.reason}`;
  const reason = `backend: native (${library} ${device}), since ${because}${without}`;
  return { name: 'native', gpu, library, reason };
}

/** Makes the native backend in `folder` the one that tensors are made on, with a file of our kernels or without. */
export async function startNative(folder: string, kernels?: string): Promise<NativeDescription> {
  const description = loadNative(folder, kernels);
  await tf.setBackend(NATIVE);
  registerGradients(); // after loading, which brings gradients of its own: both backends then use the same
  return description;
}
