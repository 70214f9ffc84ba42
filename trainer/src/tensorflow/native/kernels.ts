// Kernels of our own inside the native library (kernels/*.cc): how they are loaded, and how they are called.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../gradient.ts';
import { instructionSet, processorFlags, type InstructionSet } from './instruction-set.ts';
import { executeNative } from './operation.ts';

/** A folder that moves to another processor keeps kernels that it does not load there. */
export const kernelsFile = (instructions: InstructionSet): string => `kernels-${instructions}.node`;

const registered = { kernels: false };

/**
 * Loads the kernels in `folder` that fit this processor, if there are any. From then on TensorFlow's products of
 * floats are ours, too. TRIMTAB_KERNELS=off leaves TensorFlow as it is.
 */
export function loadKernels(folder: string, environment: NodeJS.ProcessEnv = process.env): void {
  const instructions = instructionSet(processorFlags());
  if (registered.kernels || instructions === undefined || environment['TRIMTAB_KERNELS'] === 'off') return;
  const file = join(folder, kernelsFile(instructions));
  if (!existsSync(file)) return;
  // Read once, when the file is loaded: threads that wait must leave the processor to TensorFlow's own.
  environment['OMP_WAIT_POLICY'] ??= 'passive';
  createRequire(import.meta.url)(file);
  registered.kernels = true;
}

/** Whether operations run on the native library, with our kernels in it. */
export const hasKernels = (): boolean => registered.kernels && isNative();

/** Our operation `name` on these inputs. */
export const runKernel = (name: string, inputs: tf.Tensor[], outputs: number): tf.Tensor[] =>
  executeNative(`Trimtab${name}`, {}, inputs, outputs);
