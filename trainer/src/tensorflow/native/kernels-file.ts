// The compiled kernels in the native backend's folder: one file for each state of their sources and each processor.
//
// Checkouts with other kernels share the folder: each finds the file that was compiled from its own sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instructionSet, processorFlags, type InstructionSet } from './instruction-set.ts';

export const KERNEL_SOURCES: string = fileURLToPath(new URL('../kernels', import.meta.url));

/** A folder that moves to another processor keeps kernels that it does not load there. */
export const kernelsFile = (instructions: InstructionSet): string =>
  `kernels-${instructions}-${sourcesHash()}.node`;

/** Stands beside kernels' place where `doctor` refused them, and says why. */
export const refusalFile = (instructions: InstructionSet): string => `${kernelsFile(instructions)}.refused`;

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(KERNEL_SOURCES).sort()) {
    hash.update(name).update(readFileSync(join(KERNEL_SOURCES, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

export type KernelSearch =
  { found: true; file: string; instructions: InstructionSet } | { found: false; reason: string };

/** The kernels in `folder` that fit this processor; or why TensorFlow's own operations are used. */
export function findKernels(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
  flags: string = processorFlags(),
): KernelSearch {
  const instructions = instructionSet(flags);
  if (environment['TRIMTAB_KERNELS'] === 'off') return { found: false, reason: 'TRIMTAB_KERNELS is off' };
  if (instructions === undefined) return { found: false, reason: 'the processor has no AVX2 with FMA' };
  const refusal = join(folder, refusalFile(instructions));
  if (existsSync(refusal))
    return { found: false, reason: `doctor refused them: ${readFileSync(refusal, 'utf8')}` };
  const file = join(folder, kernelsFile(instructions));
  return existsSync(file)
    ? { found: true, file, instructions }
    : { found: false, reason: 'these are not compiled yet: run "trimtab doctor --fix"' };
}
