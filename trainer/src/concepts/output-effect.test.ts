import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';
import type { SteeringBench } from '../steering/bench.ts';
import { steeringBench } from '../steering/bench.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { massGradients, outputEffect } from './output-effect.ts';

const ITEMS = 30;
const d = 16;
const config = tinyConfig(ITEMS);
const users = heldOutUsers(circleData(7, ITEMS, 9), 'test');
const concept = new Set([2, 5, 11]);
const all = Array.from({ length: ITEMS }, (_, item) => item);

async function withBench(
  hook: 'blocks.0' | 'final',
  use: (bench: SteeringBench, model: Recommender) => Promise<void>,
) {
  const before = tf.memory().numTensors;
  const model = loadRecommender(config, randomRecommender(config, seeded(4)));
  const bench = steeringBench(model, hook, users);
  await use(bench, model);
  bench.dispose();
  disposeRecommender(model);
  expect(tf.memory().numTensors - before).toBe(0);
}

/** The first user's scores under a change of the hidden state. */
function scoresOf(model: Recommender, hook: 'blocks.0' | 'final', change: ArrayLike<number>): Float32Array {
  const state = stopAtHook(model, hook, [users[0]?.history ?? []]);
  const added = Array.from({ length: d }, (_, i) => change[i] ?? 0);
  const scores = tf.tidy(() => scoresFromHook(model, state, tf.tensor2d([added])).dataSync<'float32'>());
  disposeState(state);
  return scores;
}

const softmaxOver = (scores: ArrayLike<number>, items: Iterable<number>): number[] => {
  const kept = new Set(items);
  const powers = all.map((item) => (kept.has(item) ? Math.exp(scores[item] ?? 0) : 0));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

describeOnEachBackend('massGradients', () => {
  it('is Eᵀ(p_C - p) at the hook final', async () => {
    await withBench('final', async (bench, model) => {
      const rows = await massGradients(bench, ITEMS, concept);
      const scores = scoresOf(model, 'final', []);
      const [p, own] = [softmaxOver(scores, all), softmaxOver(scores, concept)];
      const table = model.parameters['items']?.dataSync() ?? [];
      for (let i = 0; i < d; i++) {
        const expected = all.reduce(
          (sum, item) => sum + ((own[item] ?? 0) - (p[item] ?? 0)) * (table[item * d + i] ?? 0),
          0,
        );
        expect(rows[i]).toBeCloseTo(expected, 5);
      }
    });
  });
});

describeOnEachBackend('outputEffect', () => {
  it('has Fisher’s information of the choice probabilities', async () => {
    await withBench('final', async (bench, model) => {
      const { fisher, hiddenSize } = await outputEffect(bench, ITEMS, 1);
      expect(hiddenSize).toBe(d);
      // Exactly Eᵀ(diag p - ppᵀ)E, averaged over users; 28 draws of it tell the trace to a third or so.
      const table = model.parameters['items']?.dataSync() ?? [];
      let expected = 0;
      for (const user of users.keys()) {
        const p = softmaxOver(userScores(model, user), all);
        for (let i = 0; i < d; i++) {
          const mean = all.reduce((sum, item) => sum + (p[item] ?? 0) * (table[item * d + i] ?? 0), 0);
          for (const item of all)
            expected += ((p[item] ?? 0) * ((table[item * d + i] ?? 0) - mean) ** 2) / users.length;
        }
      }
      const trace = Array.from({ length: d }, (_, i) => fisher[i * d + i] ?? 0).reduce((a, b) => a + b, 0);
      expect(trace / expected).toBeGreaterThan(0.6);
      expect(trace / expected).toBeLessThan(1.5);
      expect(fisher[1]).toBeCloseTo(fisher[d] ?? NaN, 9); // symmetric
    });
  });

  it('looks at no item that it may not', async () => {
    await withBench('final', async (bench, model) => {
      const open = new Set(all.filter((item) => item < 20));
      const { massGradient } = await outputEffect(bench, ITEMS, 1);
      const gradient = await massGradient(concept, open);
      const table = model.parameters['items']?.dataSync() ?? [];
      const expected = users.keys().reduce((sum, user) => {
        const scores = userScores(model, user);
        const [p, own] = [softmaxOver(scores, open), softmaxOver(scores, concept)];
        return (
          sum +
          all.reduce((s, item) => s + ((own[item] ?? 0) - (p[item] ?? 0)) * (table[item * d] ?? 0), 0) /
            users.length
        );
      }, 0);
      expect(gradient[0]).toBeCloseTo(expected, 5);
    });
  });
});

function userScores(model: Recommender, user: number): Float32Array {
  const state = stopAtHook(model, 'final', [users[user]?.history ?? []]);
  const scores = tf.tidy(() => scoresFromHook(model, state).dataSync<'float32'>());
  disposeState(state);
  return scores;
}
