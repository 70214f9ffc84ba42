// Searches with a training that is arithmetic: which trials run, who runs them, and what comes of it.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { search, type SearchOptions, type SearchPlan, type Trained, type Trial } from './search.ts';
import { trialsTable } from './trials-table.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-tune-'));
});
afterEach(() => rm(folder, { recursive: true }));

const plan: SearchPlan = { space: {}, trials: 4, factor: 2, epochs: 8, seeds: 2, seed: 10, config: {} };
const candidates = [0.1, 0.4, 0.3, 0.2].map((dropout) => ({ 'training.dropout': dropout }));

/** NDCG@10 = dropout + seed / 1000: a training that says what it was given. */
const outcome = ({ settings, seed, epochs }: Trial): Trained => ({
  best: {
    epoch: epochs,
    steps: 1,
    loss: 1,
    validationNdcg10: Number(settings['training.dropout']) + seed / 1000,
    validationHr10: 0.5,
    tokensPerSecond: 1,
    seconds: 1,
  },
  epochs,
  seconds: 1,
  failure: null,
});

const failed: Trained = { best: null, epochs: 0, seconds: 1, failure: 'the loss became NaN' };

function optionsWith(train: (trial: Trial) => Promise<Trained>, trained: string[] = []): SearchOptions {
  return {
    folder,
    plan,
    candidates,
    train: (trial) => {
      trained.push(`${trial.trial} seed ${trial.seed} epochs ${trial.epochs}`);
      return train(trial);
    },
    wait: () => Promise.reject(new Error('nobody to wait for')),
    say: () => undefined,
  };
}

/** Others are waited for by letting them go on. */
const patient = (trained: string[]): SearchOptions => ({
  ...optionsWith(async (trial) => outcome(trial), trained),
  wait: () => new Promise((resolve) => setImmediate(resolve)),
});

describe('search', () => {
  it('halves the trials from rung to rung and trains the winner with seeds of its own', async () => {
    const trained: string[] = [];
    const { winner, trials } = await search(optionsWith(async (trial) => outcome(trial), trained));
    expect(trained).toEqual([
      'rung-0-candidate-0 seed 10 epochs 2',
      'rung-0-candidate-1 seed 11 epochs 2',
      'rung-0-candidate-2 seed 12 epochs 2',
      'rung-0-candidate-3 seed 13 epochs 2',
      'rung-1-candidate-1 seed 11 epochs 4',
      'rung-1-candidate-2 seed 12 epochs 4',
      'rung-2-candidate-1-seed-0 seed 14 epochs 8',
      'rung-2-candidate-1-seed-1 seed 15 epochs 8',
    ]);
    expect(trials).toHaveLength(8);
    expect(winner?.settings).toEqual({ 'training.dropout': 0.4 });
    expect(winner?.mean).toBeCloseTo(0.4145, 12); // .414 and .415
    expect(winner?.deviation).toBeCloseTo(Math.sqrt(2 * 0.0005 ** 2), 12);
    expect(winner?.seeds).toBe(2);
  });

  it('goes on where it stopped, and trains nothing twice', async () => {
    const broken = optionsWith(async (trial) => {
      if (trial.candidate === 2) throw new Error('the machine went off');
      return outcome(trial);
    });
    await expect(search(broken)).rejects.toThrow('the machine went off');
    // What this process claimed and left stays claimed while it lives; a process that is gone claims nothing.
    const claimed = join(folder, 'claims', 'rung-0-candidate-2.json');
    await writeFile(claimed, JSON.stringify({ host: hostname(), process: 2 ** 22 + 1 })); // above any process number
    const trained: string[] = [];
    await search(optionsWith(async (trial) => outcome(trial), trained));
    expect(trained[0]).toBe('rung-0-candidate-2 seed 12 epochs 2');
    expect(trained).toHaveLength(6);
    await search(optionsWith(() => Promise.reject(new Error('nothing is left'))));
    expect(await readdir(join(folder, 'claims'))).toEqual([]);
  });

  it('is shared by processes: each trial is trained by one of them', async () => {
    const [one, two]: [string[], string[]] = [[], []];
    const results = await Promise.all([search(patient(one)), search(patient(two))]);
    expect([...one, ...two].toSorted()).toEqual([...new Set([...one, ...two])].toSorted());
    expect(one.length + two.length).toBe(8);
    expect(results[0]).toEqual(results[1]);
  });

  it('leaves another machine’s trial alone, and waits for it', async () => {
    const options = optionsWith(async (trial) => outcome(trial));
    await expect(
      search(options).then(() => search({ ...options, plan: { ...plan, seed: 11 } })),
    ).rejects.toThrow(/is another search: choose another --search/);
    await rm(folder, { recursive: true });
    await expect(
      search({
        ...options,
        say: (line) => void writeFile(join(folder, 'said'), line),
        train: async (trial) => {
          const other = join(folder, 'claims', 'rung-0-candidate-3.json');
          await writeFile(other, JSON.stringify({ host: 'elsewhere', process: 1 }));
          return outcome(trial);
        },
      }),
    ).rejects.toThrow('nobody to wait for');
  });

  it('drops trials that fail, and stops when all of a rung did', async () => {
    const some = await search(
      optionsWith(async (trial) => (trial.candidate === 1 ? failed : outcome(trial))),
    );
    expect(some.winner?.settings).toEqual({ 'training.dropout': 0.3 });
    expect(trialsTable(some)).toContain('failed');
    await rm(folder, { recursive: true });
    await expect(search(optionsWith(() => Promise.resolve(failed)))).rejects.toThrow(
      /every trial of a rung failed \(the loss became NaN\)/,
    );
  });
});

describe('trialsTable', () => {
  it('lists every trial, best of its rung first, and what won', async () => {
    const result = await search(optionsWith(async (trial) => outcome(trial)));
    const lines = trialsTable(result).split('\n');
    expect(lines[0]?.trim().split(/\s{2,}/)).toEqual(
      ['rung', 'candidate', 'seed', 'epochs', 'best epoch', 'NDCG@10', 'HR@10', 'seconds', 'training.dropout'], // prettier-ignore
    );
    expect(lines[1]?.trim().split(/\s+/)).toEqual(['0', '1', '11', '2', '2', '0.4110', '0.5000', '1', '0.4']);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe(
      'validation NDCG@10 0.4145, ± 0.0007 over 2 seeds, of {"training.dropout":0.4}',
    );
  });
});
