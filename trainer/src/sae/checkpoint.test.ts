import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Progress } from '../config/progress.ts';
import { silent } from '../config/progress.ts';
import { autoencoderSettingsSchema } from '../config/schema.ts';
import type { KeptFile } from '../files/kept-parts.ts';
import { createRandom } from '../math/random.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { initialAutoencoder } from './autoencoder.ts';
import { keptAutoencoder, saveAutoencoder } from './checkpoint.ts';
import { disposeState, initialState } from './step.ts';
import type { AutoencoderTraining } from './train.ts';
import { trainAutoencoder } from './train.ts';

let folder = '';
let kept: KeptFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-autoencoder-'));
  kept = { path: join(folder, 'part.safetensors'), key: 'one' };
});
afterEach(() => rm(folder, { recursive: true }));

const config = { kind: 'topk', hiddenSize: 6, latents: 40, k: 1 } as const;
const random = createRandom(1, 'states');
const hidden = Float32Array.from({ length: 6 * 200 }, () => random.normal());

/** Four epochs of ten steps; latents that do not fire for twenty positions are dead, so that counts of them matter. */
const settings = autoencoderSettingsSchema.parse({
  latents: 40,
  k: 1,
  epochs: 4,
  batchSize: 20,
  learningRate: 0.02,
  auxiliaryWeight: 1,
  deadAfter: 20,
});

/** Stops training in the middle of an epoch, as a crash would. */
const stopAtStep = (step: number): Progress => {
  let steps = 0;
  const update = (): void => {
    if (++steps === step) throw new Error('stopped');
  };
  return { update, line: () => {} };
};

/** How many steps a training takes. */
async function stepsOf(work: (report: Progress) => Promise<unknown>): Promise<number> {
  let steps = 0;
  await work({ update: () => void steps++, line: () => {} });
  return steps;
}

describeOnEachBackend('a kept autoencoder', () => {
  it.each<[string, Partial<AutoencoderTraining>]>([
    ['topk', {}],
    ['topk that refines its codes', { refined: true }],
    ['batch-topk', { kind: 'batch-topk' }],
    ['relu-l1', { kind: 'relu-l1' }],
    ['a frozen decoder', { frozenDecoder: true }],
  ])('is gone on from to the same weights after a stop in the middle: %s', async (_, changed) => {
    const of = { ...config, kind: changed.kind ?? 'topk' };
    const all = { ...settings, ...changed };
    const whole = await trainAutoencoder(hidden, of, all, 1, silent);
    const stopped = trainAutoencoder(hidden, of, { ...all, kept }, 1, stopAtStep(25));
    await expect(stopped).rejects.toThrow('stopped');
    const before = tf.memory().numTensors;
    let resumed: unknown;
    const steps = await stepsOf(async (report) => {
      resumed = await trainAutoencoder(hidden, of, { ...all, kept }, 1, report);
    });
    expect(resumed).toEqual(whole);
    expect(steps).toBe(20); // two whole epochs of ten steps were kept of the two and a half
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('of a finished training asks for no step more', async () => {
    const whole = await trainAutoencoder(hidden, config, { ...settings, kept }, 1, silent);
    const again: unknown[] = [];
    const steps = await stepsOf(async (report) => {
      again.push(await trainAutoencoder(hidden, config, { ...settings, kept }, 1, report));
    });
    expect(again).toEqual([whole]);
    expect(steps).toBe(0);
  });

  it('of another key does not count', async () => {
    await trainAutoencoder(hidden, config, { ...settings, kept: { ...kept, key: 'other' } }, 1, silent);
    expect(existsSync(kept.path)).toBe(true);
    expect(await keptAutoencoder(kept)).toBeNull();
    const anew = (report: Progress) => trainAutoencoder(hidden, config, { ...settings, kept }, 1, report);
    expect(await stepsOf(anew)).toBe(40);
  });

  it('counts positions without firing exactly, beyond what a float of 32 bits holds', async () => {
    const state = initialState(config, initialAutoencoder(config, new Float32Array(6), 1));
    state.idle[3] = 2 ** 24 + 1;
    await saveAutoencoder(kept, state, 2);
    const found = await keptAutoencoder(kept);
    expect(found?.state.idle[3]).toBe(16_777_217);
    expect(found?.epochs).toBe(2);
    disposeState(state);
    if (found !== null) disposeState(found.state);
  });
});
