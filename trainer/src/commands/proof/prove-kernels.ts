// The proof of our kernels: every case worked out by them and by TensorFlow's own operations must agree.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, type Arrays } from '../../files/safetensors.ts';
import { OPERATIONS, PRODUCT } from '../../tensorflow/native/kernels.ts';
import { runProgram, whatWentWrong, type RunProgram } from '../../tensorflow/native/run-program.ts';

export interface ProofOptions {
  /** Of the native backend. */
  folder: string;
  /** The file of kernels to prove. */
  kernels: string;
  environment?: NodeJS.ProcessEnv;
  run?: RunProgram;
}

/** How many kernels a proof looks at. */
export const PROVED: number = OPERATIONS.length + [PRODUCT].length;

/**
 * Sums of a thousand floats in another order differ by less, as a share of the largest number of a result. A kernel
 * that leaves out a row or a thread's share is wrong by far more.
 */
const TOLERANCE = 1e-4;

const PROGRAM = fileURLToPath(new URL('run-cases.ts', import.meta.url));

/** @returns what is wrong, a line for each kernel; nothing where they are proved */
export async function proveKernels(options: ProofOptions): Promise<string[]> {
  const { folder, kernels, environment = process.env, run = runProgram } = options;
  const results = await mkdtemp(join(tmpdir(), 'trimtab-proof-'));
  const work = async (file: string): Promise<Arrays | string> => {
    const into = join(results, 'results.safetensors');
    const { code, output } = await run(process.execPath, [PROGRAM, folder, file, into], { environment });
    if (code !== 0) return `they do not run here: ${whatWentWrong(output)}`;
    return (await readSafetensors(into)).arrays;
  };
  try {
    const theirs = await work('off');
    if (typeof theirs === 'string') return [`TensorFlow's own operations fail: ${theirs}`];
    const ours = await work(kernels);
    return typeof ours === 'string' ? [ours] : faultsOf(ours, theirs);
  } finally {
    await rm(results, { recursive: true });
  }
}

/** One line for each kernel of which a result is not that of TensorFlow's own operations. */
export function faultsOf(ours: Arrays, theirs: Arrays): string[] {
  const faults = new Map<string, string>();
  for (const [name, expected] of Object.entries(theirs)) {
    const kernel = name.replace(/:.*/, '');
    const found = ours[name];
    const apart = found === undefined ? Number.NaN : apartBy(found.data, expected.data);
    // A difference that is not a number is a fault, too.
    if (!(apart <= TOLERANCE) && !faults.has(kernel)) {
      faults.set(kernel, `${kernel} is off by ${apart.toPrecision(2)} of the largest number (${name})`);
    }
  }
  return [...faults.values()];
}

/** The largest difference as a share of the largest number. */
function apartBy(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.NaN;
  let [difference, largest] = [0, Number.MIN_VALUE];
  for (const [i, expected] of Array.from(theirs).entries()) {
    const apart = Math.abs(expected - Number(ours[i]));
    if (Number.isNaN(apart)) return apart;
    difference = Math.max(difference, apart);
    largest = Math.max(largest, Math.abs(expected));
  }
  return difference / largest;
}
