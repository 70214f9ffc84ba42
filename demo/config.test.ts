import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bindingOf,
  findPackage,
  nativeFolder,
  RECORD_FILE,
  WHEEL_VERSION,
} from '@trimtab/trainer/tensorflow/native/cache.ts';
import { expect, test } from 'vitest';
import { demoConfig } from './config.ts';

const nothingNative = { environment: { TRIMTAB_CACHE: '/nowhere/at/all' } };

test('two processes share the batches of the built-in data, and fewer people judge', () => {
  expect(demoConfig({ training: { maxEpochs: 3 } }, nothingNative)).toEqual({
    training: { processes: 2, maxEpochs: 3, dropout: 0.1, learningRate: 7e-3 },
    concepts: { methods: [], confirmed: false, calibrationUsers: 250, safetyUsers: 500 },
    evaluation: { controls: false, steeringUsers: 50, parityUsers: 50 },
  });
});

const installed = findPackage();

test.skipIf(installed === null)(
  'one process trains on the native backend, unless wasm is asked for',
  async () => {
    const cache = await mkdtemp(join(tmpdir(), 'trimtab-cache-'));
    const environment = { TRIMTAB_CACHE: cache };
    const folder = nativeFolder(environment, WHEEL_VERSION, 'cpu');
    await mkdir(folder, { recursive: true });
    const record = { device: 'cpu', binding: installed && bindingOf(installed) };
    await writeFile(join(folder, RECORD_FILE), JSON.stringify(record));
    const processes = (backend?: string): unknown =>
      demoConfig({}, { backend, environment }).training?.processes;
    expect([processes(), processes('native'), processes('wasm')]).toEqual([1, 1, 2]);
    const byVariable = { environment: { ...environment, TRIMTAB_BACKEND: 'wasm' } };
    expect(demoConfig({}, byVariable).training?.processes).toBe(2);
    await rm(cache, { recursive: true });
  },
);

test('what the settings say stays, and other data is trained as `trimtab run` trains it', () => {
  const settings = {
    training: { processes: 4, maxEpochs: 20 },
    concepts: { confirmed: true },
    evaluation: { parityUsers: 7 },
  };
  expect(demoConfig(settings, nothingNative)).toMatchObject(settings);
  const other = demoConfig({ data: { source: 'ml-1m' } }, nothingNative);
  expect([other.training, other.concepts]).toEqual([{}, { methods: [] }]);
});
