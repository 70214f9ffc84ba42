import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { harvest, heldOutActivations } from '../activations/harvest.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { autoencoderSettingsSchema } from '../config/schema.ts';
import { silent } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { trainedControls } from './control-codes.ts';

const data = circleData(40, 12, 8);
const recommender = tinyConfig(12);
const autoencoder = { kind: 'topk', hiddenSize: recommender.hiddenSize, latents: 20, k: 3 } as const;
const settings = autoencoderSettingsSchema.parse({ latents: 20, k: 3, epochs: 1, batchSize: 20 });

describeOnEachBackend('trainedControls', () => {
  it('gives codes of the held-out positions, each control its own, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(recommender, randomRecommender(recommender, seeded(5)));
    const options = {
      data,
      recommender,
      autoencoder,
      settings,
      hook: 'blocks.0',
      seed: 1,
      report: silent,
    } as const;
    const { maxPositions } = settings;
    const activations = await harvest(model, data, 'blocks.0', { maxPositions, seed: 1, report: silent });
    disposeRecommender(model);
    const loaded = async () => ({ ...activations, hidden: activations.hidden.slice() });
    const controls = trainedControls({ ...options, activations: loaded });
    const frozenDecoder = await controls.frozenDecoder?.();
    const untrainedModel = await controls.untrainedModel?.();
    const coOccurrence = await controls.coOccurrence?.();
    expect(tf.memory().numTensors - before).toBe(0);
    const positions = heldOutActivations(activations).users.length;
    expect(positions).toBe(activations.roles.filter((role) => role !== 0).length);
    for (const features of [frozenDecoder, untrainedModel, coOccurrence]) {
      expect(features?.codes.k).toBe(3);
      expect(features?.codes.latent).toHaveLength(3 * positions);
    }
    expect(frozenDecoder?.codes.latent).not.toEqual(untrainedModel?.codes.latent);
    expect(coOccurrence?.codes.latent).not.toEqual(untrainedModel?.codes.latent);
  });
});

it('heldOutActivations keeps states, users, items and roles together', () => {
  const held = heldOutActivations({
    hiddenSize: 2,
    hidden: Float32Array.of(1, 2, 3, 4, 5, 6),
    users: Int32Array.of(7, 8, 9),
    items: Int32Array.of(4, 5, 6),
    roles: Int32Array.of(1, 0, 2),
  });
  expect(held).toEqual({
    hiddenSize: 2,
    hidden: Float32Array.of(1, 2, 5, 6),
    users: Int32Array.of(7, 9),
    items: Int32Array.of(4, 6),
    roles: Int32Array.of(1, 2),
  });
});
