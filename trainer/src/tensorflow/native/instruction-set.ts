// Which vector instructions the processor has: what kernels are compiled for, and which are safe to load.
import { existsSync, readFileSync } from 'node:fs';

const CPU_FLAGS = '/proc/cpuinfo';

export type InstructionSet = 'avx512' | 'avx2';

/** What /proc/cpuinfo says, or nothing where there is none. */
export const processorFlags = (): string => (existsSync(CPU_FLAGS) ? readFileSync(CPU_FLAGS, 'utf8') : '');

/** The widest set that our kernels know, with fused multiplication and addition. */
export function instructionSet(flags: string): InstructionSet | undefined {
  if (!/\bfma\b/.test(flags)) return undefined;
  if (/\bavx512f\b/.test(flags)) return 'avx512';
  return /\bavx2\b/.test(flags) ? 'avx2' : undefined;
}
