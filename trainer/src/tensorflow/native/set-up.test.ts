import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nativeFolder, nativeRoot, WHEEL_VERSION } from './cache.ts';
import type { ProgramResult, RunProgram } from './run-program.ts';
import { setUpNative, type SetUpOptions } from './set-up.ts';
import { KEPT_HEADERS } from './wheel.ts';

const done: ProgramResult = { code: 0, absent: false, output: '' };
const absent: ProgramResult = { code: null, absent: true, output: '' };
const failed = (output: string): ProgramResult => ({ code: 1, absent: false, output });

let folder = '';
let environment: NodeJS.ProcessEnv = {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-set-up-'));
  environment = { TRIMTAB_CACHE: join(folder, 'cache'), CXX: 'g++' };
  await mkdir(join(folder, 'node_modules', 'package', 'binding'), { recursive: true });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Programs that do what is expected of them, but for those replaced. */
function programs(replaced: Record<string, () => ProgramResult> = {}): RunProgram {
  return async (program, args) => {
    const task = taskOf(program, args);
    const replacement = replaced[task];
    if (replacement !== undefined) return replacement();
    if (task === 'download') await writeWheel(args[args.indexOf('--dest') + 1] ?? '');
    if (task === 'unpack') await writeHeaders(join(args.at(-1) ?? '', 'tensorflow', 'include'));
    return task === 'gpu' ? absent : done;
  };
}

function taskOf(program: string, args: string[]): string {
  if (program === 'nvidia-smi') return 'gpu';
  if (program === 'g++') return args[0] === '--version' ? 'compiler' : 'compile';
  if (program.startsWith('python'))
    return args.includes('download') ? 'download' : args[0] === '-c' ? 'unpack' : 'pip';
  return args[0]?.includes('prove') === true ? 'prove' : 'package script';
}

const WHEEL = 'tensorflow_cpu-0-none.whl';
const pinned = { [WHEEL]: createHash('sha256').update('a wheel').digest('hex') };
async function writeWheel(downloads: string, content: string = 'a wheel'): Promise<void> {
  await writeFile(join(downloads, WHEEL), content);
}

/** What kernels need of a wheel's headers, and one that they do not. */
async function writeHeaders(include: string): Promise<void> {
  for (const path of [...KEPT_HEADERS, 'absl/base.h']) {
    const file = path.endsWith('.h') ? path : join(path, 'some.h');
    await mkdir(join(include, dirname(file)), { recursive: true });
    await writeFile(join(include, file), '');
  }
}

function setUp(run: RunProgram, options: Partial<SetUpOptions> = {}): Promise<string> {
  const installed = { folder: join(folder, 'node_modules', 'package'), version: '4.22.0' };
  const machine = { platform: 'linux', architecture: 'x64' };
  return setUpNative({ environment, report: () => {}, run, installed, pinned, ...machine, ...options });
}

const leftBehind = (): Promise<string[]> => readdir(nativeRoot(environment)).catch(() => []);

describe('setUpNative', () => {
  it('leaves a whole folder with a record of what was taken, and no scaffolding', async () => {
    const target = await setUp(programs());
    expect(target).toBe(nativeFolder(environment, WHEEL_VERSION, 'cpu'));
    expect((await readdir(target)).sort()).toEqual(['headers', 'native.json', 'tensorflow']);
    expect((await readdir(join(target, 'headers'))).sort()).toEqual(['tensorflow', 'tsl', 'xla']);
    expect(await readdir(join(target, 'tensorflow'))).toEqual([]);
    expect(JSON.parse(await readFile(join(target, 'native.json'), 'utf8'))).toEqual({
      version: WHEEL_VERSION,
      device: 'cpu',
      source: 'wheel',
      binding: expect.stringMatching(/^tfjs-node-gpu 4\.22\.0, revision 2$/),
      files: [{ name: WHEEL, sha256: pinned[WHEEL] }],
    });
    expect(await leftBehind()).toEqual([`${WHEEL_VERSION}-cpu`]);
  });

  it.each([
    ['compiler', absent, 'compiler-absent', 'apt-get install g++'],
    ['compile', failed('error: no such header'), 'compile-failed', 'no such header'],
    ['prove', failed('Illegal instruction'), 'native-broken', 'Illegal instruction'],
    ['pip', absent, 'download-failed', 'apt-get install python3-pip'],
    ['download', failed('Name or service not known'), 'download-failed', 'Name or service not known'],
  ])('leaves nothing behind when "%s" fails, and says what to do', async (task, result, code, words) => {
    const error = { code, message: expect.stringContaining(words) };
    await expect(setUp(programs({ [task]: () => result }))).rejects.toMatchObject(error);
    expect(await leftBehind()).toEqual([]);
  });

  it('takes the CUDA build where the driver lists a GPU, with the libraries beside it', async () => {
    const commands: string[][] = [];
    const run = programs({ gpu: () => ({ ...done, output: 'GPU 0: NVIDIA H100 (UUID: x)' }) });
    const target = await setUp(async (program, args, options) => {
      commands.push(args);
      return run(program, args, options);
    });
    expect(target).toBe(nativeFolder(environment, WHEEL_VERSION, 'gpu'));
    const download = commands.find((args) => args.includes('download')) ?? [];
    expect(download.at(-1)).toBe(`tensorflow[and-cuda]==${WHEEL_VERSION}`);
    expect(download).not.toContain('--no-deps');
  });

  it('asks for a compiler before it downloads anything', async () => {
    const reports: string[] = [];
    const starting = setUp(programs({ compiler: () => absent }), { report: (line) => reports.push(line) });
    await expect(starting).rejects.toMatchObject({ code: 'compiler-absent' });
    expect(reports).toEqual([]);
  });

  it('refuses a wheel whose hash is not the pinned one', async () => {
    const run = programs();
    const tampered: RunProgram = async (program, args, options) => {
      if (taskOf(program, args) !== 'download') return run(program, args, options);
      await writeWheel(args[args.indexOf('--dest') + 1] ?? '', 'another wheel');
      return done;
    };
    await expect(setUp(tampered)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(await leftBehind()).toEqual([]);
  });

  it('removes what a set-up left behind that was ended by force', async () => {
    const abandoned = join(nativeRoot(environment), '.partial-999999999-x');
    await mkdir(abandoned, { recursive: true });
    await expect(setUp(programs({ compile: () => failed('') }))).rejects.toThrow('does not compile');
    expect(await leftBehind()).toEqual([]);
  });

  it('says what is missing where there is no package, or the system is not Linux', async () => {
    await expect(setUp(programs(), { installed: null })).rejects.toMatchObject({
      code: 'native-package-absent',
    });
    await expect(setUp(programs(), { platform: 'win32' })).rejects.toMatchObject({
      code: 'platform-unsupported',
    });
    expect(dirname(nativeRoot(environment))).toBe(join(folder, 'cache'));
  });
});
