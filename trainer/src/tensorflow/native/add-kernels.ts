// Compiles our kernels into the native backend's folder, and keeps them only once they are proved.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../backend-error.ts';
import { compileKernels, findCompiler } from './compile-binding.ts';
import { findKernels, kernelsFile, refusalFile } from './kernels-file.ts';
import { instructionSet, processorFlags } from './instruction-set.ts';
import { runProgram, type RunProgram } from './run-program.ts';
import { HEADERS, keepHeaders, takeFromWheel } from './wheel.ts';

export interface AddKernelsOptions {
  /** Of the native backend. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  report: (line: string) => void;
  /** What is wrong with a file of kernels, one line each. */
  prove: (file: string) => Promise<string[]>;
  run?: RunProgram;
  flags?: string;
}

/**
 * Compiles the kernels that are not there yet and proves them, where the processor has the instructions. A set that
 * does not compile or fails its proof is refused: TensorFlow's own operations are used, half as fast in training.
 *
 * @returns whether kernels are there now
 */
export async function addKernels(options: AddKernelsOptions): Promise<boolean> {
  const { folder, environment, report, prove, flags = processorFlags() } = options;
  const instructions = instructionSet(flags);
  if (instructions === undefined) return false;
  if (findKernels(folder, {}, flags).found) return true;
  const run = options.run ?? runProgram;
  const compiler = await findCompiler(run, environment);
  await haveHeaders(folder, run, report);
  report(`compiling the kernels for ${instructions}`);
  const file = join(folder, kernelsFile(instructions)); // before sources can change under the compiler
  // Under another name until it is proved: nothing that runs meanwhile loads it, and nothing half written stays.
  const unproved = join(folder, `.unproved-${process.pid}-${randomUUID()}.node`);
  try {
    await compileKernels({ compiler, instructions, folder, file: unproved, run });
    report('proving each kernel against TensorFlow’s own operations');
    const faults = await prove(unproved);
    if (faults.length > 0) throw new BackendError('kernels-refused', faults.join('; '));
    await rm(join(folder, refusalFile(instructions)), { force: true });
    await rename(unproved, file);
    return true;
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    await refuse(folder, flags, error.message);
    report(`the kernels are refused, and TensorFlow’s own operations are used: ${error.message}`);
    return false;
  } finally {
    await rm(unproved, { force: true });
  }
}

/** Refuses the kernels in `folder`, which are not loaded from now on; `addKernels` would compile and prove them again. */
export async function refuse(folder: string, flags: string, reason: string): Promise<void> {
  const instructions = instructionSet(flags);
  if (instructions === undefined) return;
  await writeFile(join(folder, refusalFile(instructions)), reason);
  await rm(join(folder, kernelsFile(instructions)), { force: true });
}

/** Folders that were set up before headers were kept get them from the wheel again. */
async function haveHeaders(folder: string, run: RunProgram, report: (line: string) => void): Promise<void> {
  if (existsSync(join(folder, HEADERS))) return;
  const again = await mkdtemp(join(folder, '.headers-'));
  try {
    await takeFromWheel({ device: 'cpu', folder: again, run, report });
    await keepHeaders(again, folder);
  } finally {
    await rm(again, { recursive: true, force: true });
  }
}
