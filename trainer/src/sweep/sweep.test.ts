import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { autoencoderSettingsSchema, parseConfig } from '../config/schema.ts';
import { silent } from '../config/progress.ts';
import { sweepCells } from './cells.ts';
import { readSweep, sweepAutoencoders, sweepTable } from './sweep.ts';

let folder: string;

beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
  folder = await mkdtemp(join(tmpdir(), 'trimtab-sweep-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('measures each cell once, keeps its row, and goes on where it was', async () => {
  const data = circleData(40, 12, 8);
  const config = tinyConfig(12);
  const model = loadRecommender(config, randomRecommender(config, seeded(5)));
  const run = { name: 'one', folder, config: parseConfig({}, 'the test') };
  const base = autoencoderSettingsSchema.parse({ latents: 20, k: 3, epochs: 1, batchSize: 20 });
  const lines: string[] = [];
  const report = { ...silent, line: (text: string) => void lines.push(text) };
  const sweep = (vary: string[]) =>
    sweepAutoencoders({ run, data, model, cells: sweepCells(base, vary), report, clock: () => 0 });
  const [first] = await sweep([]);
  const rows = await sweep(['k=3,5']);
  disposeRecommender(model);
  expect(rows[0]).toEqual(first);
  expect(rows.map(({ hook, kind, k, l0 }) => [hook, kind, k, l0])).toEqual([
    ['blocks.0', 'topk', 3, 3],
    ['blocks.0', 'topk', 5, 5],
  ]);
  expect(rows[1]?.pcaExplainedVariance).toBeGreaterThan(rows[0]?.pcaExplainedVariance ?? 1); // of 5 and of 3
  expect(lines).toHaveLength(2); // the cell of k = 3 was not run again
  expect(await readSweep(run)).toEqual(rows);
  expect(sweepTable(rows).split('\n')).toHaveLength(1 + 2);
});
