import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBackend } from './backend.ts';
import { nativeIsSetUp } from '../../testing/each-backend.ts';
import { bindingOf, findPackage, nativeFolder, RECORD_FILE, WHEEL_VERSION } from './native/cache.ts';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'trimtab-cache-'));
});
afterEach(async () => {
  await rm(cache, { recursive: true });
});

describe('startBackend', () => {
  it('takes wasm where nothing native is set up, and says how to get it', async () => {
    const backend = await startBackend({ environment: { TRIMTAB_CACHE: cache } });
    expect(backend).toMatchObject({ name: 'wasm', gpu: false, library: 'tfjs-backend-wasm 4.22.0' });
    expect(backend.reason).toContain('trimtab doctor --fix');
    expect(backend.reason.split('\n')).toHaveLength(1);
    expect(tf.getBackend()).toBe('wasm');
  });

  it('refuses to start a native backend that is absent, and says what to do', async () => {
    const environment = { TRIMTAB_CACHE: cache, TRIMTAB_BACKEND: 'native' };
    const expected = { code: 'native-not-set-up', message: expect.stringContaining('trimtab doctor --fix') };
    await expect(startBackend({ environment })).rejects.toMatchObject(expected);
    await expect(startBackend({ backend: 'native', environment })).rejects.toMatchObject(expected);
  });

  it('lets the option win over the environment', async () => {
    const environment = { TRIMTAB_CACHE: cache, TRIMTAB_BACKEND: 'native' };
    expect((await startBackend({ backend: 'wasm', environment })).name).toBe('wasm');
  });

  it('refuses a backend that it does not know', async () => {
    const starting = startBackend({ environment: { TRIMTAB_BACKEND: 'cuda' } });
    await expect(starting).rejects.toMatchObject({
      code: 'unknown-backend',
      message: expect.stringContaining('"cuda"'),
    });
  });

  const installed = findPackage();
  it.skipIf(installed === null)('says so where the native backend is there and does not load', async () => {
    const environment = { TRIMTAB_CACHE: cache };
    const folder = nativeFolder(environment, WHEEL_VERSION, 'cpu');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, RECORD_FILE),
      JSON.stringify({ binding: installed && bindingOf(installed) }),
    );
    await expect(startBackend({ environment })).rejects.toMatchObject({ code: 'native-broken' });
  });

  it.skipIf(!nativeIsSetUp)('runs on native where it is set up, on the same tensors', async () => {
    const backend = await startBackend({ environment: { ...process.env, TRIMTAB_BACKEND: '' } });
    expect(backend.name).toBe('native');
    expect(backend.library).toMatch(/^TensorFlow 2\.\d+\.\d+$/);
    expect(tf.getBackend()).toBe('tensorflow');
  });
});
