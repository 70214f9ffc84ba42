// `npm run kernels`: every kernel on awkward sizes under ASan and UBSan, without TensorFlow, where g++ and the
// processor's instructions are there. Run twice: with all threads that it asks for, and with fewer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelFlags } from '@trimtab/trainer/tensorflow/native/compile-binding.ts';
import { instructionSet, processorFlags } from '@trimtab/trainer/tensorflow/native/instruction-set.ts';

const FOLDER = join(import.meta.dirname, '../trainer/testing/kernels');
/** Not optimised: that takes four times as long to compile as it saves. */
const SANITIZERS = [
  '-std=c++17',
  '-O0',
  '-g',
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=undefined',
];

const compiler = process.env['CXX'] || 'g++';
const instructions = instructionSet(processorFlags());
const isThere = spawnSync(compiler, ['--version']).status === 0;

function run(program: string, args: string[], environment: NodeJS.ProcessEnv = {}): boolean {
  const { status } = spawnSync(program, args, {
    stdio: 'inherit',
    env: { ...process.env, OMP_WAIT_POLICY: 'passive', ...environment },
  });
  return status === 0;
}

function compileAndRun(flags: string[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-harness-'));
  try {
    const harness = join(folder, 'harness');
    const source = join(FOLDER, 'harness.cc');
    if (!run(compiler, [...SANITIZERS, ...flags, `-I${FOLDER}`, source, '-o', harness])) return false;
    return run(harness, []) && run(harness, [], { OMP_THREAD_LIMIT: '3' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!isThere || instructions === undefined) {
  const reason = isThere ? 'the processor has no AVX2 with FMA' : `there is no "${compiler}"`;
  console.log(`The harness of the kernels is left out: ${reason}.`);
} else if (!compileAndRun(kernelFlags(instructions))) {
  process.exitCode = 1;
}
