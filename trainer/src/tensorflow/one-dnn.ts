// Keeps TensorFlow 2.21 from a matrix kernel of oneDNN that writes where it must not.
import { existsSync, readFileSync } from 'node:fs';

const CPU_FLAGS = '/proc/cpuinfo';

/**
 * On processors with AVX2 and without AVX-512, batches of small products leave the heap damaged ("corrupted size vs.
 * prev_size", seen each time under `node --cpu-prof`); with oneDNN held to AVX they do not. Large products are about
 * half as fast then, a training step of the built-in data as fast as before.
 *
 * @param flags what /proc/cpuinfo says
 * @returns the value for ONEDNN_MAX_CPU_ISA, or undefined where no limit is needed
 */
export function kernelLimit(flags: string): 'AVX' | undefined {
  return /\bavx2\b/.test(flags) && !/\bavx512f\b/.test(flags) ? 'AVX' : undefined;
}

/** Call before the library is loaded; a limit that the environment names stays. */
export function limitKernels(environment: NodeJS.ProcessEnv = process.env): void {
  const limit = existsSync(CPU_FLAGS) ? kernelLimit(readFileSync(CPU_FLAGS, 'utf8')) : undefined;
  if (limit !== undefined) environment['ONEDNN_MAX_CPU_ISA'] ??= limit;
}
