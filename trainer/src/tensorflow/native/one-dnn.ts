// Keeps TensorFlow 2.21 from a matrix kernel of oneDNN that writes where it must not.
import { instructionSet, processorFlags } from './instruction-set.ts';

/**
 * On processors with AVX2 and without AVX-512, batches of small products leave the heap damaged ("corrupted size vs.
 * prev_size", seen each time under `node --cpu-prof`); with oneDNN held to AVX they do not. Its large products are
 * about half as fast then, which matters only where our own kernels are not there.
 *
 * @param flags what /proc/cpuinfo says
 * @returns the value for ONEDNN_MAX_CPU_ISA, or undefined where no limit is needed
 */
export const kernelLimit = (flags: string): 'AVX' | undefined =>
  instructionSet(flags) === 'avx2' ? 'AVX' : undefined;

/** Call before the library is loaded; a limit that the environment names stays. */
export function limitKernels(environment: NodeJS.ProcessEnv = process.env): void {
  const limit = kernelLimit(processorFlags());
  if (limit !== undefined) environment['ONEDNN_MAX_CPU_ISA'] ??= limit;
}
