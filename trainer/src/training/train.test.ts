import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateRecommender } from '../ranking/evaluate-recommender.ts';
import { readWeights } from '../files/safetensors.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { silent } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import type { EpochRecord } from './checkpoint.ts';
import { circleData, datasetOf, tinyConfig, tinySettings } from '../../testing/example-data.ts';
import { TrainingDiverged } from './epoch.ts';
import type { TrainOptions } from './train.ts';
import { trainRecommender } from './train.ts';

const data = circleData(24, 8, 10);
const config = tinyConfig(8);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-train-'));
});
afterEach(() => rm(folder, { recursive: true }));

const train = (options: Partial<TrainOptions> = {}): Promise<EpochRecord[]> =>
  trainRecommender({
    data,
    config,
    settings: tinySettings({ maxEpochs: 4 }),
    seed: 1,
    folder,
    fingerprint: 'one',
    report: silent,
    ...options,
  });

/** What does not depend on how fast the machine is. */
const timeless = (epochs: EpochRecord[]): unknown[] =>
  epochs.map((epoch) => ({ ...epoch, tokensPerSecond: 0, seconds: 0 }));

/** A report that stops training once this epoch is done, as a crash would. */
const stopAfter = (epoch: number): TrainOptions['report'] => ({
  update: () => {},
  line: (text) => {
    if (text.startsWith(`epoch ${epoch}/`)) throw new Error('stopped');
  },
});

const bytesOf = (name: string): Promise<Buffer> => readFile(join(folder, name));

describeOnEachBackend('trainRecommender', () => {
  it('learns a pattern that can be memorised, and leaves no tensor behind', { timeout: 20_000 }, async () => {
    const before = tf.memory().numTensors;
    const epochs = await train({ settings: tinySettings({ maxEpochs: 8, patience: 8 }) });
    expect(tf.memory().numTensors - before).toBe(0);
    expect(epochs.at(-1)?.loss).toBeLessThan((epochs[0]?.loss ?? 0) / 2);
    const { weights } = await readWeights(join(folder, 'best.safetensors'));
    const model = loadRecommender(config, weights);
    // People come back to items, so all eight are ranked, and the one that comes next is the first.
    const { ndcg10 } = await evaluateRecommender(model, data, 'test');
    expect(ndcg10).toBe(1);
    disposeRecommender(model);
  });

  it.each([
    ['as it is set', {}],
    ['by two processes', { processes: 2 }],
    ['with averaged weights and drawn negatives', { averageDecay: 0.9, loss: 'sampled', negatives: 3 }],
    ['with drawn negatives by two processes', { loss: 'gbce', negatives: 3, processes: 2 }],
  ] as const)('goes on after a stop to exactly the same weights and log, %s', async (_, changed) => {
    const settings = tinySettings({ maxEpochs: 4, ...changed });
    const whole = await train({ settings });
    const [best, checkpoint] = [
      await bytesOf('best.safetensors'),
      await readWeights(join(folder, 'checkpoint.safetensors')),
    ];
    await rm(folder, { recursive: true });
    await expect(train({ settings, report: stopAfter(2) })).rejects.toThrow('stopped');
    const resumed = await train({ settings });
    expect(timeless(resumed)).toEqual(timeless(whole));
    expect(await bytesOf('best.safetensors')).toEqual(best);
    expect((await readWeights(join(folder, 'checkpoint.safetensors'))).weights).toEqual(checkpoint.weights);
    const log = (await bytesOf('log.csv')).toString().split('\n');
    expect(log[0]).toBe('epoch,steps,loss,tokensPerSecond,seconds,validationNdcg10,validationHr10');
    expect(log.slice(1, 5).map((row) => row.split(',')[0])).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    { loss: 'sampled', maxEpochs: 12 },
    { loss: 'gbce', maxEpochs: 30 },
  ] as const)('learns with the loss $loss, and leaves no tensor behind', async ({ loss, maxEpochs }) => {
    const before = tf.memory().numTensors;
    const patience = maxEpochs;
    const settings = tinySettings({ maxEpochs, patience, loss, negatives: 4, averageDecay: 0.5 });
    const epochs = await train({ settings });
    expect(tf.memory().numTensors - before).toBe(0);
    expect(epochs.at(-1)?.validationNdcg10).toBe(1); // everybody's next item is certain
  });

  it('refuses more negatives than there are items', async () => {
    const settings = tinySettings({ loss: 'sampled', negatives: 9 });
    await expect(train({ settings })).rejects.toThrow(/negatives is 9, but there are only 8 items/);
  });

  it('lets timers and signals have their turn between steps', async () => {
    const served: boolean[] = [];
    let turned = false;
    setImmediate(() => (turned = true));
    await train({
      settings: tinySettings({ maxEpochs: 1 }),
      report: { update: () => served.push(turned), line: () => {} },
    });
    expect(served.length).toBeGreaterThan(2);
    expect(served.at(-1)).toBe(true);
  });

  it('takes up no checkpoint of another fingerprint', async () => {
    await train({ fingerprint: 'other', settings: tinySettings({ maxEpochs: 2 }) });
    await copyFile(join(folder, 'checkpoint.safetensors'), join(folder, 'other.safetensors'));
    const afresh = await train({ settings: tinySettings({ maxEpochs: 1 }) });
    expect(afresh.map(({ epoch }) => epoch)).toEqual([1]);
    await copyFile(join(folder, 'other.safetensors'), join(folder, 'checkpoint.safetensors'));
    const taken = await train({ fingerprint: 'other', settings: tinySettings({ maxEpochs: 1 }) });
    expect(taken.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('says at which step the loss stopped being a number', async () => {
    const settings = tinySettings({ learningRate: 1e38, warmupSteps: 1, clipNorm: 1e30 });
    const failure = await train({ settings }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingDiverged);
    expect(String(failure)).toMatch(
      /the loss became NaN at step \d+, batch \d+ of epoch 1 \(\d+ sequences.*learningRate/,
    );
  });

  it('stops when the loss is a number that has exploded', async () => {
    const settings = tinySettings({
      learningRate: 3,
      warmupSteps: 1,
      clipNorm: 1e30,
      maxEpochs: 50,
      patience: 50,
    });
    await expect(train({ settings })).rejects.toThrow(
      /the loss became \d+\.\d+ at step .* after \d\.\d+ at first/,
    );
  });

  it('stops when no epoch was better for a while, and keeps the best', async () => {
    const settings = tinySettings({ maxEpochs: 50, patience: 2, learningRate: 1e-9 }); // learns nothing
    const epochs = await train({ settings });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  });

  it('stops after the epoch in which its time ran out', async () => {
    expect(await train({ settings: tinySettings({ maxMinutes: 1e-9 }) })).toHaveLength(1);
  });

  it('refuses data with nothing to learn from, or nobody to judge by', async () => {
    await expect(train({ data: datasetOf([[0, 1, 2]], 3) })).rejects.toThrow(/nothing to train on/);
    await expect(train({ data: datasetOf([[0, 1]], 3) })).rejects.toThrow(/nobody/);
  });
});
