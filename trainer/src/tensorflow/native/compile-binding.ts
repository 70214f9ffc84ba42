// Compiles the npm package's binding, and kernels of our own, against TensorFlow's headers and library.
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../backend-error.ts';
import type { InstructionSet } from './instruction-set.ts';
import { kernelsFile } from './kernels.ts';
import { BINDING_FILE, type NativePackage } from './cache.ts';
import { whatWentWrong, type RunProgram } from './run-program.ts';

/** The compiler, or an error that says how to get one: asked before anything is downloaded. */
export async function findCompiler(run: RunProgram, environment: NodeJS.ProcessEnv): Promise<string> {
  const compiler = environment['CXX'] || 'g++';
  const { code } = await run(compiler, ['--version']);
  if (code === 0) return compiler;
  const advice = 'install one (Debian and Ubuntu: apt-get install g++), or name yours in CXX';
  throw new BackendError('compiler-absent', `there is no C++ compiler "${compiler}": ${advice}`);
}

const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'];

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
  await compile({ compiler, folder, run }, 'the binding does not compile', BINDING_FILE, [
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

/**
 * Compiles kernels/ for these instructions into `folder`, linked as the binding is.
 *
 * @throws BackendError `compile-failed`
 */
export async function compileKernels(options: {
  compiler: string;
  instructions: InstructionSet;
  folder: string;
  run: RunProgram;
}): Promise<void> {
  const { compiler, instructions, folder, run } = options;
  await compile({ compiler, folder, run }, 'the kernels do not compile', kernelsFile(instructions), [
    '-O3',
    '-fopenmp',
    ...ARITHMETIC,
    ...VECTORS[instructions],
    ...[join(folder, 'tensorflow', 'include'), nodeHeaders()].map((path) => `-I${path}`),
    fileURLToPath(new URL('../kernels/kernels.cc', import.meta.url)),
  ]);
}

/** Into `folder`/`file`, linked against the libraries in `folder`/tensorflow, which are found there at run time. */
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
    join(folder, file),
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
