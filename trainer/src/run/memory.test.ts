import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { peakOfRun } from './memory.ts';
import { peakMiB } from '../config/peak-memory.ts';
import { createRun, writeStageRecord } from './run-folder.ts';

it('has held at least what is resident now', () => {
  expect(peakMiB()).toBeGreaterThanOrEqual(Math.floor(process.memoryUsage().rss / 2 ** 20));
});

it('is the most of the stages that say, and nothing where none does', async () => {
  const home = await mkdtemp(join(tmpdir(), 'trimtab-memory-'));
  const record = { key: 'k', seconds: 1, finishedAt: '2026-11-22T12:00:00.000Z', backend: 'wasm' };
  try {
    const run = await createRun(home, {});
    await writeStageRecord(run, 'data', record); // as before peaks were recorded
    expect(await peakOfRun(run, ['data', 'train'])).toBeNull();
    await writeStageRecord(run, 'train', { ...record, peakMiB: 900 });
    await writeStageRecord(run, 'sae', { ...record, peakMiB: 700 });
    expect(await peakOfRun(run, ['data', 'train', 'sae'])).toBe(900);
    expect(await peakOfRun(run, ['data', 'sae'])).toBe(700);
  } finally {
    await rm(home, { recursive: true });
  }
});
