import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKernels, refuse, type AddKernelsOptions } from './add-kernels.ts';
import { findKernels, kernelsFile, refusalFile } from './kernels-file.ts';
import type { ProgramResult, RunProgram } from './run-program.ts';

const AVX2 = 'fpu avx avx2 fma';
const done: ProgramResult = { code: 0, absent: false, output: '' };

let folder = '';
let compiled: string[][] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-kernels-'));
  await mkdir(join(folder, 'headers'));
  await mkdir(join(folder, 'tensorflow'));
  compiled = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A compiler that writes what it is told to. */
const compiler: RunProgram = async (_, args) => {
  if (args[0] === '--version') return done;
  compiled.push(args);
  await writeFile(args[args.indexOf('-o') + 1] ?? '', 'kernels');
  return done;
};

const strict: RunProgram = async (program, args) =>
  args[0] === '--version' ? compiler(program, args) : { ...done, code: 1, output: 'error: a warning' };

const add = (options: Partial<AddKernelsOptions> = {}): Promise<boolean> =>
  addKernels({
    folder,
    environment: { CXX: 'g++' },
    report: () => {},
    prove: async () => [],
    run: compiler,
    flags: AVX2,
    ...options,
  });

const kernelsThere = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.includes('.node')).sort();

describe('addKernels', () => {
  it.each([
    [AVX2, [kernelsFile('avx2')], ['-mavx2', '-mfma', '-Wall', '-Wextra', '-Werror']],
    [`${AVX2} avx512f`, [kernelsFile('avx512')], ['-mavx512f']],
    ['fpu avx', [], []],
  ])('compiles for what the processor has: %s', async (flags, files, switches) => {
    expect(await add({ flags })).toBe(files.length > 0);
    expect(await kernelsThere()).toEqual(files);
    for (const each of switches) expect(compiled[0]).toContain(each);
  });

  it('shows a proof the new file while nothing that runs can find it', async () => {
    let seen: string[] = [];
    const prove = async (file: string): Promise<string[]> => {
      seen = [await readFile(file, 'utf8'), String(findKernels(folder, {}, AVX2).found)];
      return [];
    };
    await add({ prove });
    expect(seen).toEqual(['kernels', 'false']);
    expect(findKernels(folder, {}, AVX2)).toMatchObject({ found: true, instructions: 'avx2' });
  });

  it('refuses a set that fails its proof, and tries it again when asked again', async () => {
    expect(await add({ prove: async () => ['Adam is off by 1'] })).toBe(false);
    expect(await kernelsThere()).toEqual([refusalFile('avx2')]);
    const reason = expect.stringContaining('doctor refused them: Adam is off by 1');
    expect(findKernels(folder, {}, AVX2)).toEqual({ found: false, reason });
    expect(await add()).toBe(true);
    expect(await kernelsThere()).toEqual([kernelsFile('avx2')]);
  });

  it('refuses a set that does not compile', async () => {
    const reports: string[] = [];
    expect(await add({ run: strict, report: (line) => reports.push(line) })).toBe(false);
    expect(reports.at(-1)).toContain('the kernels do not compile: error: a warning');
  });

  it('compiles nothing where the kernels are there', async () => {
    await add();
    await add();
    expect(compiled).toHaveLength(1);
  });
});

describe('refuse', () => {
  it('takes away kernels that were found wrong later', async () => {
    await add();
    await refuse(folder, AVX2, 'Linear is off by 2');
    expect(findKernels(folder, {}, AVX2)).toMatchObject({ found: false });
    expect(await kernelsThere()).toEqual([refusalFile('avx2')]);
  });
});
