// One trial in a process of its own: `trimtab train` on the trial's settings, its run kept in the search's folder.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { writeJson } from '../files/atomic.ts';
import { parseLog } from '../run/logged-epochs.ts';
import type { RunConfigInput } from '../config/schema.ts';
import { setKey } from '../config/set-key.ts';
import { epochRecordSchema } from '../training/checkpoint.ts';
import type { Trained, Trial } from './search.ts';
import type { Settings } from './space.ts';

const CLI = join(import.meta.dirname, '../cli.ts');

/** The base with a trial's settings on top. */
export function withSettings(base: RunConfigInput, settings: Settings): RunConfigInput {
  const input: Record<string, unknown> = structuredClone(base);
  for (const [key, value] of Object.entries(settings)) setKey(input, key, value);
  return input;
}

export interface TrainTrialOptions {
  folder: string;
  base: RunConfigInput;
  /** Options of `trimtab train` beyond the config, such as `--backend wasm`. */
  options: readonly string[];
}

/** Trains it, or goes on with it where it stopped. A training that fails is an outcome and no error. */
export async function trainTrial(
  { folder, base, options }: TrainTrialOptions,
  trial: Trial,
): Promise<Trained> {
  const began = performance.now();
  const config = join(folder, 'configs', `${trial.trial}.json`);
  const budget = { 'training.maxEpochs': trial.epochs, 'training.seed': trial.seed };
  await writeJson(config, withSettings(base, { ...trial.settings, ...budget }));
  const failure = await runProcess(folder, trial.trial, [
    'train',
    '--run',
    trial.trial,
    '--config',
    config,
    ...options,
  ]);
  const seconds = (performance.now() - began) / 1000;
  if (failure !== null) return { best: null, epochs: 0, seconds, failure };
  const run = join(folder, 'runs', trial.trial);
  const log = parseLog(await readFile(join(run, 'recommender', 'log.csv'), 'utf8'));
  const epochs = z.array(epochRecordSchema).min(1).parse(log);
  const best = epochs.reduce((a, b) => (b.validationNdcg10 > a.validationNdcg10 ? b : a));
  await rm(join(run, 'dataset'), { recursive: true, force: true }); // the same for every trial
  return { best, epochs: epochs.length, seconds, failure: null };
}

/** @returns null when it went well, else the last line that it said */
async function runProcess(folder: string, name: string, args: string[]): Promise<string | null> {
  await mkdir(join(folder, 'logs'), { recursive: true });
  const path = join(folder, 'logs', `${name}.log`);
  const log = createWriteStream(path);
  const environment = { ...process.env, TRIMTAB_HOME: folder };
  const child = spawn(process.execPath, [CLI, ...args], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.pipe(log);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  await finished(log);
  if (status === 0) return null;
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.at(-1) ?? `ended with status ${status}`;
}
