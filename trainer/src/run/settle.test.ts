import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDefaults } from '../config/defaults.ts';
import { settingsForSize } from '../config/size.ts';
import type { Dataset } from '../data/dataset.ts';
import { saveConfig } from './run-folder.ts';
import { settle, startRun } from './settle.ts';

/** A data set of so many people, items and interactions, of which only the numbers are looked at. */
const dataOf = (users: number, items: number, interactions: number): Dataset => ({
  name: 'x',
  catalogue: {
    ids: Array.from({ length: items }, () => 'i'),
    titles: [],
    attributes: [],
    itemAttributes: [],
    counts: [],
  },
  userIds: Array.from({ length: users }, () => 'u'),
  offsets: new Int32Array(users + 1),
  items: new Int32Array(interactions),
  times: null,
  historiesShareable: false,
});

/** By default, of 20 million interactions. */
const beta2Of = (users: number, items: number): number | undefined =>
  withDefaults({ data: { source: 'x' } }, { users, items, interactions: 20_000_000 }).training?.beta2;

describe('settings that follow the size of the data', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'trimtab-settle-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('leaves films with the usual settings', async () => {
    const run = await startRun(home, { data: { source: 'x.csv' } });
    expect(await settle(run, dataOf(600, 9000, 100_000))).toEqual([]);
    expect(run.config.training).toMatchObject({ loss: 'full', dropout: 0.2 });
    expect(run.config.recommender.maxLength).toBe(200);
  });

  it('samples the loss of large catalogues, scores fewer people there, and says so', async () => {
    const run = await startRun(home, { data: { source: 'x.csv' } });
    const lines = await settle(run, dataOf(4000, 54_000, 400_000));
    expect(run.config.training.loss).toBe('sampled');
    expect(run.config.concepts.calibrationUsers).toBe(250); // 500 · 27,000 / 54,000
    expect(run.config.evaluation.steeringUsers).toBe(250);
    expect(run.config.concepts.safetyUsers).toBe(1500); // 6,000 · 13,500 / 54,000
    expect(run.config.recommender.maxLength).toBe(200);
    expect(lines).toEqual([
      expect.stringContaining('54000 items: each step compares with'),
      '54000 items: 1500 people at most say how strong a person may steer',
      '54000 items: 250 people calibrate concepts and show what steering costs',
    ]);
  });

  it.each([60_000, 120_000, 300_000])('bounds what all work together scores: %d items', (items) => {
    const interactions = 4 * items;
    const sized = settingsForSize({ users: items / 5, items, interactions }).map((one) => one.settings);
    const { concepts } = withDefaults({ data: { source: 'x' } }, { users: items / 5, items, interactions });
    expect(sized.length).toBeGreaterThan(3);
    const { calibrationUsers = Infinity, safetyUsers = Infinity } = concepts ?? {};
    expect(calibrationUsers * items).toBeLessThanOrEqual(Math.max(13.5e6, 100 * items));
    expect(safetyUsers * items).toBeLessThanOrEqual(Math.max(81e6, 500 * items));
  });

  it.each([
    [11_924, 167_597, 512, 14],
    [20_000, 10_000_000, 2048, 4],
    [54_542, 353_962, 512, 10],
    [300_000, 1_200_000, 2048, 10],
    [300_000, 10_000_000, 2048, 4], // 40,000,000 ÷ 10,000,000
    [1_000_000, 50_000_000, 2048, 3],
  ])(
    'gives %d items of %d interactions steps of %d tokens and %d epochs',
    (items, interactions, batchTokens, maxEpochs) => {
      const size = { users: interactions / 20, items, interactions };
      const { training } = withDefaults({ data: { source: 'x' } }, size);
      expect(training).toMatchObject({ maxEpochs, batchTokens, beta2: 0.999 });
    },
  );

  it('moves rare items further only where histories are short', () => {
    expect(beta2Of(138_000, 27_000)).toBeUndefined(); // MovieLens-20M
    expect(beta2Of(666_666, 20_000)).toBeUndefined(); // 30 interactions a person
    expect(beta2Of(666_667, 20_000)).toBe(0.999);
  });

  it('keeps what was asked for, whatever the size', async () => {
    const asked = { data: { source: 'x.csv' }, training: { loss: 'full' as const, dropout: 0.1 } };
    const run = await startRun(home, asked);
    await settle(run, dataOf(4000, 54_000, 30_000));
    expect(run.config.training).toMatchObject({ loss: 'full', dropout: 0.1 });
    expect(run.config.recommender.maxLength).toBe(50);
  });

  it('is the same run when it is asked for again, with the settings that it was given', async () => {
    const run = await startRun(home, { data: { source: 'x.csv' } });
    await settle(run, dataOf(4000, 54_000, 30_000));
    await saveConfig(run);
    const again = await startRun(home, { data: { source: 'x.csv' } });
    expect(again.name).toBe(run.name);
    expect(again.config).toEqual(run.config);
    expect(await settle(again, dataOf(10, 10, 1000))).toEqual([]);
    expect(again.config).toEqual(run.config);
  });
});
