import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../tensorflow/backend.ts';
import { silent } from '../config/progress.ts';
import { writeWhole } from '../files/atomic.ts';
import type { Run } from './run-folder.ts';
import { createRun, openRun, partsFolder, stageRecord } from './run-folder.ts';
import type { Stage } from './stages/stage.ts';
import type { RunStagesOptions } from './stages.ts';
import { runStages } from './stages.ts';

const backend: Backend = { name: 'wasm', gpu: false, library: 'none', reason: 'for tests' };

let home = '';
let run: Run;
/** Stages that worked, in order; with a ! when they were to begin anew. */
let worked: string[] = [];
/** The key that each stage was last given. */
let keys: Record<string, string> = {};
/** What the stages depend on beyond those before them. */
let inputs: Record<string, unknown> = {};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-stages-'));
  run = await createRun(home, {}, 'run');
  worked = [];
  inputs = {};
  keys = {};
});
afterEach(() => rm(home, { recursive: true }));

const stage = (name: string): Stage => ({
  name,
  says: `does the ${name}`,
  inputs: () => inputs[name],
  work: ({ again, key }) => {
    keys[name] = key;
    if (inputs[name] === 'broken') throw new Error('broken');
    worked.push(again ? `${name}!` : name);
    return Promise.resolve();
  },
});

const stages = ['first', 'second', 'third'].map(stage);

/** Runs and gives the stages that worked. */
async function workedBy(until: string, options: Partial<RunStagesOptions> = {}): Promise<string[]> {
  worked = [];
  await runStages({ run, backend, until, stages, progress: () => silent, ...options });
  return worked;
}

it('records time, backend and peak of memory of a stage', async () => {
  await workedBy('first');
  expect(await stageRecord(run, 'first')).toMatchObject({ key: keys['first'], backend: 'wasm' });
  expect((await stageRecord(run, 'first'))?.peakMiB).toBeGreaterThan(0);
});

it('runs each stage up to the one asked for, and none twice', async () => {
  expect(await workedBy('second')).toEqual(['first', 'second']);
  expect(await workedBy('second')).toEqual([]);
  expect(await workedBy('third')).toEqual(['third']);
});

it('runs a stage again, and all after it, when what it depends on has changed', async () => {
  await workedBy('third');
  const before = { ...keys };
  inputs['second'] = { epochs: 3 };
  expect(await workedBy('third')).toEqual(['second', 'third']);
  inputs['second'] = { epochs: 3 }; // another object of the same content
  expect(await workedBy('third')).toEqual([]);
  const changed = Object.keys(keys).filter((name) => keys[name] !== before[name]);
  expect(changed).toEqual(['second', 'third']); // what is kept under an old key is not taken up
});

it('goes on at the stage that failed', async () => {
  inputs['second'] = 'broken';
  await expect(workedBy('third')).rejects.toThrow('broken');
  inputs['second'] = 'mended';
  expect(await workedBy('third')).toEqual(['second', 'third']);
});

it('begins the stage anew when forced, and then what comes after it', async () => {
  await workedBy('third');
  expect(await workedBy('second', { force: true })).toEqual(['second!']);
  expect(await workedBy('third')).toEqual(['third']);
});

it('takes up the parts of a stage that was stopped, and none of one that is forced', async () => {
  const parts: string[] = [];
  const said = (part: string) => Promise.resolve(void parts.push(part));
  let stopped = true;
  const twoParts: Stage = {
    ...stage('second'),
    async work({ keep }) {
      await keep('one', () => said('one'));
      if (stopped) throw new Error('stopped');
      await keep('two', () => said('two'));
    },
  };
  const options = { stages: [stages[0] as Stage, twoParts] };
  await expect(workedBy('second', options)).rejects.toThrow('stopped');
  stopped = false;
  await workedBy('second', options);
  expect(parts).toEqual(['one', 'two']);
  await workedBy('second', { ...options, force: true });
  expect(parts).toEqual(['one', 'two', 'one', 'two']);
});

it('does not count a forced stage as done when it failed', async () => {
  await workedBy('second');
  const fails = { ...stage('second'), work: () => Promise.reject(new Error('stopped')) };
  const broken = [stages[0] as Stage, fails];
  await expect(workedBy('second', { force: true, stages: broken })).rejects.toThrow('stopped');
  expect(await workedBy('second')).toEqual(['second']);
});

it('keeps the config once the first stage is done, so that a mistyped path leaves no run', async () => {
  inputs['first'] = 'broken';
  await expect(workedBy('third')).rejects.toThrow('broken');
  await expect(openRun(home, 'run')).rejects.toThrow('no run');
  inputs['first'] = 'mended';
  await workedBy('first');
  expect(await openRun(home)).toEqual(run);
});

it('says how long a finished stage took, in a line for each stage', async () => {
  const lines: string[] = [];
  const progress = (title: string) => ({ ...silent, line: (text: string) => void lines.push(title + text) });
  await workedBy('first', { progress });
  await workedBy('first', { progress });
  expect(lines[0]).toBe('[1/3] first      does the first');
  expect(lines[1]).toMatch(/^\[1\/3\] first {6}finished in \d+\.\d s, with \d+ MiB at most so far$/);
  expect(lines[2]).toMatch(/^\[1\/3\] first {6}done before, in \d+ s$/);
});

it('gives a stage that was stopped the file that its training kept, and clears it at the end', async () => {
  const found: (string | undefined)[] = [];
  let stopped = true;
  const training: Stage = {
    ...stage('second'),
    async work({ keepFile }) {
      const { path, key } = keepFile('weights');
      found.push(existsSync(path) ? await readFile(path, 'utf8') : undefined);
      await writeWhole(path, key);
      if (stopped) throw new Error('stopped');
    },
  };
  const options = { stages: [stages[0] as Stage, training] };
  await expect(workedBy('second', options)).rejects.toThrow('stopped');
  await expect(workedBy('second', options)).rejects.toThrow('stopped');
  stopped = false;
  await workedBy('second', options);
  await workedBy('second', { ...options, force: true });
  expect(found.map((text) => text?.length)).toEqual([undefined, 64, 64, undefined]); // a key is a SHA-256
  expect(found[1]).toBe(found[2]);
  expect(existsSync(partsFolder(run, 'second'))).toBe(false);
});

it('names the stages there are when asked for another', async () => {
  await expect(workedBy('fourth')).rejects.toThrow('there is no stage "fourth": first, second, third');
});

it('says what a stage does and what comes after it', async () => {
  const lines: string[] = [];
  const progress = () => ({ update: () => {}, line: (text: string) => void lines.push(text) });
  await workedBy('third', { progress });
  expect(lines.filter((line) => line.startsWith('does'))).toEqual([
    'does the first; then second, third',
    'does the second; then third',
    'does the third',
  ]);
});

it('starts a backend only when there is work to do, and tells who asks how long each stage took', async () => {
  let started = 0;
  const timed: string[] = [];
  const options = {
    backend: () => {
      started++;
      return Promise.resolve(backend);
    },
    finished: (name: string, seconds: number) => void timed.push(`${name} ${seconds >= 0}`),
  };
  await workedBy('first', options);
  expect([started, timed]).toEqual([1, ['first true']]);
  await workedBy('first', options);
  expect([started, timed]).toEqual([1, ['first true']]);
});
