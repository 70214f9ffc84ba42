import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toArrays } from '../activations/harvest.ts';
import { writeSafetensors } from '../files/safetensors.ts';
import { parseConfig } from '../config/schema.ts';
import { activationsFile, bestWeights, loadActivations, originOfActivations } from './files-of-run.ts';
import type { Run } from './run-folder.ts';

let run: Run;

const activations = {
  hiddenSize: 2,
  hidden: Float32Array.of(1, 2, 3, 4),
  users: Int32Array.of(0, 1),
  items: Int32Array.of(5, 6),
  roles: Int32Array.of(0, 2),
};

const writeWeights = (value: number): Promise<void> =>
  writeSafetensors(bestWeights(run), { items: { shape: [1], data: Float32Array.of(value) } });

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-run-'));
  run = { name: 'one', folder, config: parseConfig({}, 'the test') };
  await writeWeights(1);
  await writeSafetensors(activationsFile(run), toArrays(activations), await originOfActivations(run));
});

afterEach(() => rm(run.folder, { recursive: true }));

it('reads the activations that this run harvested', async () => {
  expect(await loadActivations(run)).toEqual(activations);
});

it('refuses those of another recommender', async () => {
  await writeWeights(2);
  await expect(loadActivations(run)).rejects.toThrow(
    /activations\.safetensors: these activations are of another run: their recommender is [0-9a-f]{64}/,
  );
});

it('refuses those of another hook point', async () => {
  const other = parseConfig({ autoencoder: { hook: 'final' } }, 'the test');
  await expect(loadActivations({ ...run, config: other })).rejects.toThrow(
    /their hook is blocks\.0, and this run's is final; remove the file/,
  );
});
