import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTraining, writeTraining, type TrainingVersion } from './training-files.ts';

let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'trimtab-training-')), 'version-1');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const floats = (...values: number[]): Float32Array => Float32Array.from(values);
const version: TrainingVersion = {
  modelVersion: 'version-1',
  hook: 'blocks.0',
  autoencoder: { kind: 'topk', latents: 2, k: 1, hiddenSize: 1 },
  learnt: { explainedVariance: 0.875, deadShare: 0.5, ndcgKept: 1 },
  items: ['a', 'b'],
  recommender: { items: { shape: [2, 1], data: floats(1, 2) } },
  sae: { 'decoder.weight': { shape: [2, 1], data: floats(3, 4) } },
  panel: [['a', 'b'], ['b']],
  lifts: {
    birth: new Map([
      ['genre:x', [floats(0.5, NaN), floats(0.25, NaN)]],
      ['emergent:lost', [floats(1, 2), floats(3, 4)]],
    ]),
    now: new Map([['genre:x', [floats(-1, 1), floats(-2, 2)]]]),
    shown: floats(0.75, 0.25),
  },
  concepts: { concepts: [] },
};

it('gives back what was written, lifts by concept and half', async () => {
  await writeTraining(folder, version);
  expect(await readTraining(folder)).toEqual(version);
});

it('writes lifts in half precision', async () => {
  await writeTraining(folder, version);
  const bytes = await readFile(join(folder, 'lifts.safetensors'));
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
  expect(header).toContain('"birth.a":{"dtype":"F16"');
  expect(header).toContain('"now.b":{"dtype":"F16"');
});

it('says what is wrong with a folder that is missing, damaged, or of a newer format', async () => {
  await expect(readTraining(folder)).rejects.toMatchObject({ code: 'missing' });
  await writeTraining(folder, version);
  await writeFile(join(folder, 'panel.json'), '{"histories":[]}');
  await expect(readTraining(folder)).rejects.toMatchObject({ code: 'damaged' });
  await rm(join(folder, 'panel.json'));
  await expect(readTraining(folder)).rejects.toThrow('panel.json: it cannot be read');
  const manifest = await readFile(join(folder, 'training.json'), 'utf8');
  await writeFile(join(folder, 'training.json'), manifest.replace('"format":1', '"format":2'));
  await expect(readTraining(folder)).rejects.toThrow('is of format 2, and this trainer reads up to 1');
});
