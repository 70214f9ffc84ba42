// Compiles the npm package's binding, and kernels of our own, against TensorFlow's headers and library.
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../backend-error.ts';
import type { InstructionSet } from './instruction-set.ts';
import { KERNEL_SOURCES } from './kernels-file.ts';
import { BINDING_FILE, type NativePackage } from './cache.ts';
import { whatWentWrong, type RunProgram } from './run-program.ts';
import { HEADERS } from './wheel.ts';

/** The compiler, or an error that says how to get one: asked before anything is downloaded. */
export async function findCompiler(run: RunProgram, environment: NodeJS.ProcessEnv): Promise<string> {
  const compiler = environment['CXX'] || 'g++';
  const { code } = await run(compiler, ['--version']);
  if (code === 0) return compiler;
  const advice = 'install one (Debian and Ubuntu: apt-get install g++), or name yours in CXX';
  throw new BackendError('compiler-absent', `there is no C++ compiler "${compiler}": ${advice}`);
}

const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'];

/**
 * Links `folder`/tfjs_binding.node against the libraries in `folder`/tensorflow, found at run time beside it.
 *
 * @throws BackendError `compile-failed`
 */
export async function compileBinding(options: {
  compiler: string;
  installed: NativePackage;
  folder: string;
  run: RunProgram;
}): Promise<void> {
  const { compiler, installed, folder, run } = options;
  const sources = join(installed.folder, 'binding');
  const libraries = join(folder, 'tensorflow');
  const cc = (await readdir(sources))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(sources, name));
  cc.push(fileURLToPath(new URL('allocation.cc', import.meta.url)));
  const include = [dirname(installed.folder), installed.folder, join(libraries, 'include'), nodeHeaders()];
  const file = join(folder, BINDING_FILE);
  await compile({ compiler, folder, run }, 'the binding does not compile', file, [
    '-w',
    ...include.map((path) => `-I${path}`),
    ...cc,
  ]);
}

const VECTORS: Record<InstructionSet, string[]> = {
  avx512: ['-mavx512f', '-mfma', '-mprefer-vector-width=512'],
  avx2: ['-mavx2', '-mfma'],
};

/** Sums may be taken in any order, so that they become vectors; what is not a number stays so. */
const ARITHMETIC = [
  '-fno-math-errno',
  '-fassociative-math',
  '-freciprocal-math',
  '-fno-signed-zeros',
  '-fno-trapping-math',
];

/** How kernels are compiled, for the library and for their harness alike. */
export const kernelFlags = (instructions: InstructionSet): string[] => [
  '-Wall',
  '-Wextra',
  '-Werror',
  '-fopenmp',
  ...ARITHMETIC,
  ...VECTORS[instructions],
];

/**
 * Compiles kernels/ for these instructions into `file`, linked as the binding is against the library in `folder`.
 *
 * @throws BackendError `compile-failed`
 */
export async function compileKernels(options: {
  compiler: string;
  instructions: InstructionSet;
  folder: string;
  file: string;
  run: RunProgram;
}): Promise<void> {
  const { compiler, instructions, folder, file, run } = options;
  await compile({ compiler, folder, run }, 'the kernels do not compile', file, [
    '-O3',
    ...kernelFlags(instructions),
    // Warnings count in our sources only.
    ...[join(folder, HEADERS), nodeHeaders()].flatMap((path) => ['-isystem', path]),
    join(KERNEL_SOURCES, 'kernels.cc'),
  ]);
}

/** Into `file`, linked against the libraries in `folder`/tensorflow, which are found there at run time. */
async function compile(
  { compiler, folder, run }: { compiler: string; folder: string; run: RunProgram },
  failure: string,
  file: string,
  sources: string[],
): Promise<void> {
  const libraries = join(folder, 'tensorflow');
  const { code, output } = await run(compiler, [
    ...FLAGS,
    ...sources,
    '-o',
    file,
    `-L${libraries}`,
    ...(await librariesIn(libraries)),
    '-Wl,-rpath,$ORIGIN/tensorflow',
  ]);
  if (code !== 0) throw new BackendError('compile-failed', `${failure}: ${whatWentWrong(output)}`);
}

/** npm's `node` ships no headers; those of its stable C interface come as a package of their own. */
function nodeHeaders(): string {
  const { include_dir: folder } = createRequire(import.meta.url)('node-api-headers') as {
    include_dir: string;
  };
  return folder;
}

/** libtensorflow.so.2 from TensorFlow's own download, libtensorflow_cc.so.2 from a wheel. */
async function librariesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) =>
    /^libtensorflow(_cc|_framework)?\.so\.2$/.test(name),
  );
  return names.map((name) => `-l:${name}`);
}
