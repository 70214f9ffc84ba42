import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../testing/memory-store.ts';
import { sha256 } from '../files/hash.ts';
import { writeTrainingFiles } from '../lineage/training-files.ts';
import { fetchTraining, localTraining, publishTraining, startsOf } from './starts.ts';

describe('startsOf', () => {
  it.each([
    ['nothing to start from', null, false, ['anew']],
    ['a first night after one', { warmNights: 0 }, true, ['warm', 'full', 'anew']],
    ['the last night before a full one', { warmNights: 5 }, true, ['warm', 'full', 'anew']],
    ['the night of the challenger', { warmNights: 6 }, true, ['full', 'warm', 'anew']],
  ] as const)('%s', (_, last, hasTraining, starts) => {
    expect(startsOf(last, hasTraining, 7)).toEqual(starts);
  });
});

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('training files', () => {
  let here: string;
  let there: string;
  beforeEach(async () => {
    here = await mkdtemp(join(tmpdir(), 'trimtab-here-'));
    there = await mkdtemp(join(tmpdir(), 'trimtab-there-'));
  });
  afterEach(async () => {
    await rm(here, { recursive: true, force: true });
    await rm(there, { recursive: true, force: true });
  });

  const version = 'version-1';

  async function make(): Promise<void> {
    const panel = bytesOf({ histories: [['a']] });
    const manifest = {
      format: 1,
      modelVersion: version,
      hook: 'final',
      autoencoder: { kind: 'topk', latents: 2, k: 1, hiddenSize: 2 },
      files: { 'panel.json': { bytes: panel.length, sha256: sha256(panel) } },
    };
    const files = new Map([
      ['panel.json', panel],
      ['training.json', bytesOf(manifest)],
    ]);
    await writeTrainingFiles(localTraining(here, version), files);
  }

  it('go from one machine to the other by the store, and never under artifacts', async () => {
    await make();
    const store = memoryStore();
    await publishTraining(store, here, version);
    expect([...store.objects.keys()].toSorted()).toEqual([
      `training/${version}/panel.json`,
      `training/${version}/training.json`,
    ]);
    expect(await fetchTraining(store, there, version)).toBe(true);
    expect((await readdir(localTraining(there, version))).toSorted()).toEqual([
      'panel.json',
      'training.json',
    ]);
  });

  it('that were never made are no fault, and a lost panel is one', async () => {
    const store = memoryStore();
    await publishTraining(store, here, version);
    expect(await fetchTraining(store, there, version)).toBe(false);
    await make();
    await publishTraining(store, here, version);
    store.objects.delete(`training/${version}/panel.json`);
    await expect(fetchTraining(store, there, version)).rejects.toThrow(/panel\.json in .* is missing/);
  });
});
