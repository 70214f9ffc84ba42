import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { harvest } from '../activations/harvest.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import type { Weights } from '../files/weights.ts';
import { silent } from '../config/progress.ts';
import { loadAutoencoder } from '../sae/codes.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { evaluateAutoencoder } from './evaluate-autoencoder.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';

const data = circleData(30, 40, 9);
const config = tinyConfig(40);

/** Latents +xᵢ and -xᵢ, which the decoder gives back `kept` times: 1 loses nothing, 0 everything. */
function signs(kept: number): Weights {
  const [d, latents] = [16, 32];
  const encoder = new Float32Array(d * latents);
  const decoder = new Float32Array(latents * d);
  for (let i = 0; i < d; i++) {
    for (const [latent, sign] of [
      [2 * i, 1],
      [2 * i + 1, -1],
    ] as const) {
      encoder[i * latents + latent] = sign;
      decoder[latent * d + i] = sign * kept;
    }
  }
  return {
    'encoder.weight': { shape: [d, latents], data: encoder },
    'encoder.bias': { shape: [latents], data: new Float32Array(latents) },
    'decoder.weight': { shape: [latents, d], data: decoder },
    'decoder.bias': { shape: [d], data: new Float32Array(d) },
  };
}

async function figuresOf(kept: number, users = heldOutUsers(data, 'test')) {
  const before = tf.memory().numTensors;
  const model = loadRecommender(config, randomRecommender(config, seeded(4)));
  const options = { maxPositions: 1000, seed: 1, report: silent };
  const { hidden } = await harvest(model, data, 'blocks.0', options);
  const sae = loadAutoencoder({ kind: 'topk', hiddenSize: 16, latents: 32, k: 16 }, signs(kept));
  const figures = await evaluateAutoencoder({
    model,
    hook: 'blocks.0',
    sae,
    split: 'test',
    trainingHidden: hidden,
    hidden,
    everyHidden: hidden,
    users,
  });
  tf.dispose(sae.parameters);
  disposeRecommender(model);
  expect(tf.memory().numTensors - before).toBe(0);
  return figures;
}

describeOnEachBackend('evaluateAutoencoder', () => {
  it('keeps all of the ranking where the reconstruction is exact', async () => {
    const figures = await figuresOf(1);
    expect(figures.explainedVariance).toBeCloseTo(1, 5);
    expect(figures.ndcgKept).toBeCloseTo(1, 9);
    expect(figures).toMatchObject({ split: 'test', kind: 'topk', latents: 32, l0: 16, deadShare: 0 });
    // 16 components of states of 16 dimensions lose nothing either
    expect(figures.pca?.components).toBe(16);
    expect(figures.pca?.explainedVariance).toBeCloseTo(1, 5);
    expect(figures.pca?.ndcgKept).toBeCloseTo(1, 2);
  });

  it('shows what is lost where nothing is rebuilt', async () => {
    const { ndcgKept, explainedVariance } = await figuresOf(0);
    expect(explainedVariance).toBeLessThanOrEqual(0);
    expect(Math.abs(ndcgKept - 1)).toBeGreaterThan(0.05); // every user gets the same list
  });

  it('gives a number where there was nothing to keep', async () => {
    const { ndcgKept, pca } = await figuresOf(1, []);
    expect([ndcgKept, pca?.ndcgKept]).toEqual([0, 0]);
  });
});
