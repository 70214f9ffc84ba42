// `trimtab doctor`: which backend training would use, whether its kernels are right, how fast it is, and what to do to
// get the faster one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startBackend, type Backend } from '../tensorflow/backend.ts';
import type { BackendName } from '../tensorflow/backend-name.ts';
import { measureProduct, type ProductSpeed } from '../tensorflow/measure.ts';
import { addKernels, refuse } from '../tensorflow/native/add-kernels.ts';
import { findNative, findPackage } from '../tensorflow/native/cache.ts';
import { processorFlags } from '../tensorflow/native/instruction-set.ts';
import { findKernels } from '../tensorflow/native/kernels-file.ts';
import { detectDevice, setUpNative, takesKernels } from '../tensorflow/native/set-up.ts';
import { PROVED, proveKernels, type ProofOptions } from './proof/prove-kernels.ts';

export interface DoctorOptions {
  /** Set up the native backend first. */
  fix?: boolean;
  /** One JSON document on stdout; everything else goes to stderr. */
  json?: boolean;
  backend?: BackendName | undefined;
  environment?: NodeJS.ProcessEnv;
  print?: (text: string) => void;
  log?: (line: string) => void;
  prove?: (options: ProofOptions) => Promise<string[]>;
}

export interface Diagnosis {
  backend: Backend;
  gflops: ProductSpeed;
  native: { setUp: boolean; folder: string | null; reason: string };
  kernels: KernelDiagnosis;
  node: string;
  platform: string;
  packages: Record<string, string | null>;
  advice: string;
}

export interface KernelDiagnosis {
  /** How many were proved against TensorFlow's own operations just now. */
  proved: number;
  reason: string;
}

const PACKAGES = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'];

/** @throws BackendError where `fix` fails, or a backend that is absent was asked for */
export async function doctor(options: DoctorOptions = {}): Promise<Diagnosis> {
  const { environment = process.env, print = console.log, log = console.error } = options;
  const prove = options.prove ?? proveKernels;
  if (options.fix === true) await fix(environment, log, prove);
  const kernels = await examineKernels(environment, prove);
  const diagnosis = { ...(await diagnose(options.backend, environment)), kernels };
  print(options.json === true ? JSON.stringify(diagnosis, null, 2) : describe(diagnosis));
  return diagnosis;
}

type Prove = (options: ProofOptions) => Promise<string[]>;

async function fix(environment: NodeJS.ProcessEnv, log: (line: string) => void, prove: Prove): Promise<void> {
  const device = await detectDevice();
  const before = findNative(environment);
  if (before.found && (device === 'cpu' || before.record.device === 'gpu')) {
    log(`the native backend is already set up in ${before.folder}`);
  } else {
    log(`the native backend is set up in ${await setUpNative({ environment, device, report: log })}`);
  }
  const native = findNative(environment);
  if (!native.found || !takesKernels(native.record)) return;
  const { folder } = native;
  const proveFile = (kernels: string): Promise<string[]> => prove({ folder, kernels, environment });
  await addKernels({ folder, environment, report: log, prove: proveFile });
}

/** Proves the kernels that training would load; a set that fails is refused, and not loaded from now on. */
async function examineKernels(environment: NodeJS.ProcessEnv, prove: Prove): Promise<KernelDiagnosis> {
  const native = findNative(environment);
  if (!native.found) return { proved: 0, reason: 'none, since the native backend is not set up' };
  if (!takesKernels(native.record)) return { proved: 0, reason: `none for ${native.record.device}s` };
  const { folder } = native;
  const kernels = findKernels(folder, environment);
  if (!kernels.found) return { proved: 0, reason: `none, since ${kernels.reason}` };
  const faults = await prove({ folder, kernels: kernels.file, environment });
  if (faults.length > 0) {
    await refuse(folder, processorFlags(), faults.join('; '));
    return { proved: 0, reason: `refused, and TensorFlow's own operations are used: ${faults.join('; ')}` };
  }
  const reason = `${PROVED} for ${kernels.instructions}, each proved against TensorFlow's own operations`;
  return { proved: PROVED, reason };
}

async function diagnose(
  backendName: BackendName | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Omit<Diagnosis, 'kernels'>> {
  const backend = await startBackend({ ...(backendName && { backend: backendName }), environment });
  const native = findNative(environment);
  return {
    backend,
    gflops: rounded(measureProduct()),
    native: {
      setUp: native.found,
      folder: native.found ? native.folder : null,
      reason: native.found
        ? `TensorFlow ${native.record.version} for the ${native.record.device}`
        : native.reason,
    },
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    packages: {
      ...Object.fromEntries(PACKAGES.map((name) => [name, packageVersion(name)])),
      '@tensorflow/tfjs-node-gpu': findPackage()?.version ?? null,
    },
    advice: adviceFor(backend, native.found),
  };
}

const rounded = ({ forward, withGradients }: ProductSpeed): ProductSpeed => ({
  forward: Math.round(forward * 10) / 10,
  withGradients: Math.round(withGradients * 10) / 10,
});

function packageVersion(name: string): string | null {
  try {
    const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

function adviceFor({ name, gpu }: Backend, nativeSetUp: boolean): string {
  if (name === 'native') {
    return gpu
      ? 'this is the fastest backend there is'
      : 'this is the fastest backend without an NVIDIA GPU; on a machine with one, run "trimtab doctor --fix" there';
  }
  return nativeSetUp
    ? 'the native backend is set up and several times as fast: leave out --backend wasm and TRIMTAB_BACKEND'
    : 'run "trimtab doctor --fix" to set up the native backend, several times as fast (it needs g++, Python with pip, and 274 MB from the network)';
}

function describe({ backend, gflops, native, kernels, node, platform, packages, advice }: Diagnosis): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version ?? 'absent'}`);
  return [
    `backend   ${backend.name}${backend.gpu ? ' on a GPU' : ''}: ${backend.library}`,
    `why       ${backend.reason}`,
    `speed     ${gflops.forward} GFLOP/s forward, ${gflops.withGradients} with gradients (1024 × 1024 × 1024)`,
    `native    ${native.setUp ? `set up in ${native.folder}: ` : ''}${native.reason}`,
    `kernels   ${kernels.reason}`,
    `node      ${node} on ${platform}`,
    `packages  ${versions.join(', ')}`,
    `advice    ${advice}`,
  ].join('\n');
}

/** The command `doctor`, as the command line calls it. */
export const doctorCommand = async (
  options: Pick<DoctorOptions, 'fix' | 'json' | 'backend'>,
): Promise<void> => {
  await doctor(options);
};
