import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addRunOptions } from '../command-line/run-options.ts';
import { saveConfig } from '../run/run-folder.ts';
import type { RunOptions } from './options.ts';
import { newRunOf, runOf } from './options.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'trimtab-options-'));
  vi.stubEnv('TRIMTAB_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** What commander makes of a command line. */
function parsed(...line: string[]): RunOptions {
  const silenced = { writeErr: () => {}, writeOut: () => {} };
  const command = addRunOptions(new Command()).exitOverride().configureOutput(silenced);
  return command.parse(line, { from: 'user' }).opts();
}

function configFile(content: unknown): string {
  const path = join(home, 'mine.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('runOf', () => {
  it('lets settings of the line come before the file, and the file before defaults', async () => {
    const file = configFile({ seed: 5, training: { maxEpochs: 2, patience: 4 } });
    const { config } = await runOf(
      parsed('--config', file, '--set', 'training.maxEpochs=7', '--set', 'data.user=who', '--seed', '9'),
    );
    expect(config.seed).toBe(9);
    expect(config.training).toMatchObject({ maxEpochs: 7, patience: 4, batchTokens: 1536 });
    expect(config.data).toEqual({ source: 'generated', user: 'who' });
  });

  it('reads numbers as people write them', async () => {
    const { config } = await runOf(
      parsed('--set', 'training.dropout=.35', '--set', 'training.learningRate=2e-3'),
    );
    expect(config.training).toMatchObject({ dropout: 0.35, learningRate: 0.002 });
  });

  it('keeps paths whole wherever they were given, and known names as they are', async () => {
    writeFileSync(join(home, 'clicks.csv'), '');
    const [source, near] = [join(home, 'clicks.csv'), relative(process.cwd(), join(home, 'clicks.csv'))];
    const sourceOf = async (...line: string[]): Promise<string> =>
      (await runOf(parsed(...line))).config.data.source;
    expect(await sourceOf('--data', near)).toBe(source);
    expect(await sourceOf('--config', configFile({ data: { source: near } }))).toBe(source);
    expect(await sourceOf('--set', `data.source=${near}`)).toBe(source);
    expect(await sourceOf('--data', 'ml-1m')).toBe('ml-1m');
    expect(await sourceOf('--data', 'unheard-of')).toBe('unheard-of'); // so that the error can name it
    const files = ['--items', 'films.csv', '--events', 'sent.ndjson'];
    const { data } = (await runOf(parsed('--data', near, ...files, '--k-core', '3'))).config;
    expect(data).toEqual({
      source,
      items: resolve('films.csv'),
      events: resolve('sent.ndjson'),
      kCore: 3,
    });
  });

  it('opens the newest run where the line says nothing to train on', async () => {
    const run = await runOf(parsed('--seed', '3'));
    await saveConfig(run);
    expect(await runOf(parsed('--backend', 'wasm', '--json'))).toEqual(run);
  });

  it.each([
    [['--set', 'training'], /expected key=value/],
    [['--set', 'training.epoch=3'], /training\.epoch: there is no such setting/],
    [['--config', 'none.json'], /--config none\.json: there is no such file/],
  ])('refuses %j', async (line, problem) => {
    await expect(runOf(parsed(...line))).rejects.toThrow(problem);
  });

  it('says that a config file is no JSON', async () => {
    await expect(runOf(parsed('--config', configFile('{seed: 1}')))).rejects.toThrow(/is not JSON/);
  });
});

describe('newRunOf', () => {
  it('starts a run on the built-in data by a name of its own choice, and takes it up again', async () => {
    const run = await newRunOf(parsed('--run', 'mine'));
    expect(run).toMatchObject({ name: 'mine', config: { data: { source: 'generated' } } });
    await saveConfig(run);
    expect(await newRunOf(parsed('--run', 'mine'))).toEqual(run);
    expect((await newRunOf(parsed())).name).toMatch(/^generated-/);
  });
});

describe('addRunOptions', () => {
  it.each([
    ['--seed', '1.5'],
    ['--seed', '-1'],
    ['--k-core', 'five'],
    ['--min-rating', 'good'],
    ['--backend', 'cuda'],
  ])('refuses %s %s', (option, value) => {
    expect(() => parsed(option, value)).toThrow(/expected/);
  });
});
