import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRun,
  forgetStages,
  homeFolder,
  openRun,
  runExists,
  saveConfig,
  stageRecord,
  writeStageRecord,
} from './run-folder.ts';

describe('runs in a folder', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'trimtab-runs-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('names a run after its data and config, and gives the same config the same run', async () => {
    const first = await createRun(home, {});
    const second = await createRun(home, { seed: 1 }); // 1 is the default
    const other = await createRun(home, { seed: 2 });
    expect(first.name).toMatch(/^generated-[0-9a-f]{8}$/);
    expect(second.name).toBe(first.name);
    expect(other.name).not.toBe(first.name);
  });

  it.each([
    ['/data/データ', 'data'],
    ['/data/école', 'ecole'],
    ['/data/.hidden', 'hidden'],
    ['/data/-- my films (1)', 'my-films--1-'],
    ['/data/🎬', 'data'],
    ['.', 'data'],
    [`/data/${'x'.repeat(200)}`, 'x'.repeat(80)],
    ['/data/Ελλάδα films', 'films'],
    ['C:\\data\\films', 'C--data-films'],
  ])('has a name for a run on %s', async (source, word) => {
    const { name } = await createRun(home, { data: { source } });
    expect(name.replace(/-[0-9a-f]{8}$/, '')).toBe(word);
    expect(runExists(home, name)).toBe(false); // a name that is none would be refused
  });

  it('exists once its config is saved, and opens with it', async () => {
    const run = await createRun(home, { training: { maxEpochs: 3 } }, 'mine');
    expect(runExists(home, 'mine')).toBe(false);
    await saveConfig(run);
    expect(runExists(home, 'mine')).toBe(true);
    expect(await openRun(home)).toEqual(run);
  });

  it('refuses another config under the same name and says how they differ', async () => {
    await saveConfig(await createRun(home, { training: { maxEpochs: 3 } }, 'mine'));
    const again = createRun(home, { training: { maxEpochs: 4, maxMinutes: 2 }, seed: 7 }, 'mine');
    await expect(again).rejects.toThrow(
      /another config \(.*config\.json: seed is 1 and not 7, training\.maxEpochs is 3 and not 4, training\.maxMinutes is not set and not 2\)/,
    );
  });

  it('says which runs there are when one is missing', async () => {
    await expect(openRun(home, 'mine')).rejects.toThrow('but no other either');
    await saveConfig(await createRun(home, {}, 'other'));
    await expect(openRun(home, 'mine')).rejects.toThrow('but other; "trimtab run --run mine" starts it');
  });

  it('refuses names that lead out of the folder', async () => {
    await expect(openRun(home, '../mine')).rejects.toThrow('no name for a run');
    await expect(createRun(home, {}, '..')).rejects.toThrow('no name for a run');
  });

  it('opens the newest when no name is given, leaving out what holds no run', async () => {
    const runs = await Promise.all([1, 2].map((seed) => createRun(home, { seed })));
    const made = (run: number, at: number): void =>
      utimesSync(join(runs[run]?.folder ?? '', 'config.json'), at, at); // seconds since 1970
    for (const run of runs) await saveConfig(run);
    writeFileSync(join(home, 'runs', 'a-file'), '');
    made(0, 2000);
    made(1, 1000);
    expect(await openRun(home)).toEqual(runs[0]);
    made(1, 3000);
    expect(await openRun(home)).toEqual(runs[1]);
    expect(await openRun(home, runs[0]?.name)).toEqual(runs[0]);
  });

  it('remembers what a stage left until it is forgotten', async () => {
    const record = { key: 'k', seconds: 1.5, finishedAt: '2026-11-22T12:00:00.000Z', backend: 'wasm' };
    const run = await createRun(home, {});
    expect(await stageRecord(run, 'train')).toBeNull();
    await writeStageRecord(run, 'train', record);
    await writeStageRecord(run, 'data', record);
    expect(await stageRecord(run, 'train')).toEqual(record);
    await forgetStages(run, ['train', 'sae']);
    expect(await stageRecord(run, 'train')).toBeNull();
    expect(await stageRecord(run, 'data')).toEqual(record);
    writeFileSync(join(run.folder, 'stages', 'data.json'), '{"key":"k"}'); // of another form
    expect(await stageRecord(run, 'data')).toBeNull();
  });
});

describe('homeFolder', () => {
  it('is $TRIMTAB_HOME, or in the checkout where that is unset or empty', () => {
    expect(homeFolder({ TRIMTAB_HOME: '/somewhere' })).toBe('/somewhere');
    expect(homeFolder({})).toMatch(/\.trimtab$/);
    expect(homeFolder({ TRIMTAB_HOME: '' })).toBe(homeFolder({}));
  });
});
