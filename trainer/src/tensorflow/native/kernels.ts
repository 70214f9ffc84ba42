// Kernels of our own inside the native library (kernels/*.h): how they are loaded, and how they are called.
import { createRequire } from 'node:module';
import type * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../gradient.ts';
import { executeNative } from './operation.ts';

/** TensorFlow's product of floats, which our kernel does once it is loaded. */
export const PRODUCT = 'BatchMatMulV2';

/** The operations that kernels/registration.h adds, each by its name without "Trimtab". */
export const OPERATIONS = [
  'Linear',
  'LinearGradient',
  'LayerNorm',
  'LayerNormGradient',
  'GatedAdd',
  'GatedAddGradient',
  'SwiGlu',
  'SwiGluGradient',
  'FullSoftmax',
  'SampledSoftmax',
  'Attention',
  'AttentionGradient',
  'KeepTopK',
  'KthLargest',
  'UnitRows',
  'SparseLoss',
  'Dropout',
  'Adam',
] as const;

export type Operation = (typeof OPERATIONS)[number];

const registered = { kernels: false };

/**
 * Loads a file of kernels; twice is harmless. From then on TensorFlow's products of floats are ours, too.
 *
 * @param file as `findKernels` finds it
 */
export function loadKernels(file: string, environment: NodeJS.ProcessEnv = process.env): void {
  if (registered.kernels) return;
  // Read once, when the file is loaded: threads that wait must leave the processor to TensorFlow's own.
  environment['OMP_WAIT_POLICY'] ??= 'passive';
  createRequire(import.meta.url)(file);
  registered.kernels = true;
}

/** Tells whether operations run on the native library, with our kernels in it. */
export const hasKernels = (): boolean => registered.kernels && isNative();

/**
 * Our operation `name` on these inputs.
 *
 * @throws Error that names the operation where a shape, a type or an index is not what it takes
 */
export const runKernel = (name: Operation, inputs: tf.Tensor[], outputs: number): tf.Tensor[] =>
  executeNative(`Trimtab${name}`, {}, inputs, outputs);
