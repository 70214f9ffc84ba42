// TensorFlow's own library behind TensorFlow.js, loaded from the cache where `trimtab doctor --fix` leaves it.
//
// The package's index.js looks for a binding in node_modules and loads much that is not needed here, so it is passed
// by: its kernels and its backend class are taken, and the backend is given the binding from the cache.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { NATIVE } from '../gradient.ts';
import { loadKernels } from './kernels.ts';
import { BINDING_FILE } from './cache.ts';
import { limitKernels } from './one-dnn.ts';

const PACKAGE = '@tensorflow/tfjs-node-gpu';

interface Binding {
  TF_Version: string;
  isUsingGpuDevice(): boolean;
}

interface BackendModule {
  NodeJSKernelBackend: new (binding: Binding, packageName: string) => tf.KernelBackend;
}

export interface NativeDescription {
  library: string;
  gpu: boolean;
}

/**
 * Registers the native backend from a folder that holds its binding. Loading it twice is harmless.
 *
 * @param kernels a file of our kernels, which a GPU does not take
 * @throws BackendError `native-broken` if it is there and cannot be loaded
 */
export function loadNative(folder: string, kernels?: string): NativeDescription {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // errors only: TensorFlow otherwise greets with its build flags
  limitKernels();
  try {
    return register(folder, kernels);
  } catch (cause) {
    const message = `the native backend in ${folder} does not load (${String(cause)})`;
    const advice = 'delete that folder and run "trimtab doctor --fix", or choose --backend wasm';
    throw new BackendError('native-broken', `${message}: ${advice}`, { cause });
  }
}

function register(folder: string, kernels: string | undefined): NativeDescription {
  restoreOldTests();
  const require = createRequire(import.meta.url);
  const binding = require(join(folder, BINDING_FILE)) as Binding;
  const description = { library: `TensorFlow ${binding.TF_Version}`, gpu: binding.isUsingGpuDevice() };
  if (tf.findBackend(NATIVE) !== null) return description;
  if (!description.gpu && kernels !== undefined) loadKernels(kernels);
  const { NodeJSKernelBackend } = require(`${PACKAGE}/dist/nodejs_kernel_backend`) as BackendModule;
  require(`${PACKAGE}/dist/register_all_kernels`);
  tf.registerBackend(NATIVE, () => new NodeJSKernelBackend(binding, PACKAGE));
  return description;
}

const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;

/** The package calls functions of node:util that Node 22 warns about and later ones no longer have. */
function restoreOldTests(): void {
  Object.assign(util, { isArray: Array.isArray, isNullOrUndefined });
}
