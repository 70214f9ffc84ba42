// BERT4Rec through the loop that trains every recommender.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateRecommender } from '../ranking/evaluate-recommender.ts';
import { readWeights } from '../files/safetensors.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { silent } from '../config/progress.ts';
import type { Progress } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig, tinySettings } from '../../testing/example-data.ts';
import { trainRecommender } from './train.ts';

/** Twelve items of which a history of nine leaves three to rank. */
const data = circleData(24, 12, 10);
const config: RecommenderConfig = { ...tinyConfig(12), kind: 'bert4rec', positions: 'relative' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-bert4rec-'));
});
afterEach(() => rm(folder, { recursive: true }));

const train = (maxEpochs: number, report: Progress = silent): ReturnType<typeof trainRecommender> =>
  trainRecommender({
    data,
    config,
    settings: tinySettings({ maxEpochs, patience: maxEpochs }),
    seed: 1,
    folder,
    fingerprint: 'one',
    report,
  });

describeOnEachBackend('BERT4Rec', () => {
  it('learns a pattern that can be memorised, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const epochs = await train(48);
    expect(tf.memory().numTensors - before).toBe(0);
    expect(epochs.at(-1)?.loss).toBeLessThan(0.7 * (epochs[0]?.loss ?? 0));
    const { weights } = await readWeights(join(folder, 'best.safetensors'));
    const model = loadRecommender(config, weights);
    const { ndcg10 } = await evaluateRecommender(model, data, 'test');
    expect(ndcg10).toBeGreaterThan(0.9); // by chance, a third each of the first place, the second and the third: .71
    disposeRecommender(model);
  });

  it('goes on after a stop to exactly the same weights, having hidden the same items', async () => {
    await train(3);
    const whole = await readFile(join(folder, 'best.safetensors'));
    await rm(folder, { recursive: true });
    const stopping: Progress = {
      update: () => {},
      line: (text) => {
        if (text.startsWith('epoch 2/')) throw new Error('stopped');
      },
    };
    await expect(train(3, stopping)).rejects.toThrow('stopped');
    await train(3);
    expect(await readFile(join(folder, 'best.safetensors'))).toEqual(whole);
  });
});
