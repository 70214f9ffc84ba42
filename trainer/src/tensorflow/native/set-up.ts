// Sets up the native backend: fetch the library, compile the binding, prove it with a product, and only then move it
// into the cache. Our kernels are added afterwards (add-kernels.ts). Interrupted at any point, it leaves nothing that could be taken for finished.
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../backend-error.ts';
import { compileBinding, findCompiler } from './compile-binding.ts';
import {
  bindingOf,
  findPackage,
  nativeFolder,
  nativeRoot,
  PACKAGE_VERSION,
  RECORD_FILE,
  WHEEL_VERSION,
  type Device,
  type NativePackage,
  type NativeRecord,
} from './cache.ts';
import { takeFromPackage } from './package-download.ts';
import { whatWentWrong, runProgram, type RunProgram } from './run-program.ts';
import { keepHeaders, takeFromWheel, wheelsFit, type PinnedWheels } from './wheel.ts';

export interface SetUpOptions {
  environment: NodeJS.ProcessEnv;
  report: (line: string) => void;
  /** Default: as `detectDevice` finds. */
  device?: Device | undefined;
  run?: RunProgram;
  installed?: NativePackage | null;
  platform?: string;
  architecture?: string;
  /** sha256 of the wheels by file name, in place of the built-in ones. */
  pinned?: PinnedWheels;
}

interface Step extends Required<Omit<SetUpOptions, 'device' | 'installed' | 'pinned'>> {
  device: Device;
  installed: NativePackage;
  pinned: PinnedWheels | undefined;
  /** The folder in which everything is built. */
  folder: string;
}

/**
 * @returns the folder of the native backend, ready to load
 * @throws BackendError that says what is missing and how to get it
 */
export async function setUpNative(options: SetUpOptions): Promise<string> {
  const { environment, report, run = runProgram, platform = process.platform } = options;
  const { architecture = process.arch, installed = findPackage() } = options;
  if (platform !== 'linux') {
    const message = `the native backend can be set up on Linux only, and this is ${platform}: use --backend wasm`;
    throw new BackendError('platform-unsupported', message);
  }
  if (installed === null) {
    const message =
      'the optional npm package @tensorflow/tfjs-node-gpu is not installed: run npm install while online';
    throw new BackendError('native-package-absent', message);
  }
  const compiler = await findCompiler(run, environment);
  const device = options.device ?? (await detectDevice(run));
  return inTemporaryFolder(nativeRoot(environment), async (folder) => {
    const { pinned } = options;
    const step = {
      environment,
      report,
      run,
      platform,
      architecture,
      installed,
      device,
      pinned,
      folder,
    };
    const { files, ...taken } = await takeLibrary(step);
    report('compiling the binding');
    await compileBinding({ compiler, installed, folder, run });
    if (takesKernels(taken)) await keepHeaders(folder, folder);
    await removeScaffolding(folder);
    await prove(step);
    const record: NativeRecord = { ...taken, binding: bindingOf(installed), files };
    await writeFile(join(folder, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
    return nativeFolder(environment, taken.version, taken.device);
  });
}

const STOPPING = ['SIGINT', 'SIGTERM'] as const;

/** Builds in a temporary folder beside the target that `build` returns, and renames it there in one step. */
async function inTemporaryFolder(root: string, build: (folder: string) => Promise<string>): Promise<string> {
  await removeAbandoned(root);
  const folder = join(root, `.partial-${process.pid}-${randomUUID()}`);
  const interrupted = (signal: NodeJS.Signals): never => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
  };
  for (const signal of STOPPING) process.once(signal, interrupted);
  try {
    await mkdir(folder, { recursive: true });
    const target = await build(folder);
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
    return target;
  } finally {
    for (const signal of STOPPING) process.off(signal, interrupted);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what set-ups left behind that were ended by force; one that still runs keeps its folder. */
async function removeAbandoned(root: string): Promise<void> {
  if (!existsSync(root)) return;
  for (const name of await readdir(root)) {
    const process = /^\.partial-(\d+)-/.exec(name)?.[1];
    if (process !== undefined && !isRunning(Number(process))) {
      await rm(join(root, name), { recursive: true, force: true });
    }
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

type Library = Pick<NativeRecord, 'version' | 'device' | 'source' | 'files'>;

/** From the wheel, or else as the package would fetch it; the error names both where neither answers. */
async function takeLibrary(step: Step): Promise<Library> {
  const { device, report, platform, architecture } = step;
  let wheelFailure = `no wheel is known for ${platform} on ${architecture}`;
  if (wheelsFit(platform, architecture)) {
    try {
      const files = await takeFromWheel(step);
      return { version: WHEEL_VERSION, device, source: 'wheel', files };
    } catch (error) {
      if (!(error instanceof BackendError) || error.code !== 'download-failed') throw error;
      wheelFailure = error.message;
    }
  }
  report(`not from a wheel: ${wheelFailure}`);
  try {
    await takeFromPackage(step);
    return { version: PACKAGE_VERSION, device: 'cpu', source: 'package', files: [] };
  } catch (cause) {
    const reasons = `from the Python wheel: ${wheelFailure}; ${cause instanceof Error ? cause.message : String(cause)}`;
    const advice = 'go online and try again, or use --backend wasm';
    throw new BackendError('download-failed', `TensorFlow's library cannot be had (${reasons}): ${advice}`, {
      cause,
    });
  }
}

/** Our kernels are compiled against the wheel's headers, and run on processors only. */
export const takesKernels = ({ source, device }: Pick<NativeRecord, 'source' | 'device'>): boolean =>
  source === 'wheel' && device === 'cpu';

/** Archives and most headers are needed to build, not to run. */
async function removeScaffolding(folder: string): Promise<void> {
  for (const name of ['downloads', 'package', join('tensorflow', 'include')]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function prove({ folder, run, report, environment }: Step): Promise<void> {
  report('trying a product');
  const program = fileURLToPath(new URL('prove.ts', import.meta.url));
  const { code, output } = await run(process.execPath, [program, folder], { environment });
  if (code !== 0) {
    const message = `the native backend was built but does not run here: ${whatWentWrong(output)}`;
    throw new BackendError('native-broken', `${message}: use --backend wasm`);
  }
}

/** A GPU where NVIDIA's driver lists one. */
export async function detectDevice(run: RunProgram = runProgram): Promise<Device> {
  const { code, output } = await run('nvidia-smi', ['-L']);
  return code === 0 && /^GPU \d/m.test(output) ? 'gpu' : 'cpu';
}
