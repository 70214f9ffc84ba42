import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { silent } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import { batchesByLength, evaluateRecommender, heldOutUsers } from '../ranking/evaluate-recommender.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';
import type { SteeringBench } from './bench.ts';
import { mean } from '../math/mean.ts';
import { fixedChange, inBenches, steeringBench } from './bench.ts';
import { steeringCurves } from '../comparison/curves.ts';

const ITEMS = 30;
const config = tinyConfig(ITEMS);
const data = circleData(7, ITEMS, 9);
const users = heldOutUsers(data, 'test').map((held, i) => {
  const history = held.history.subarray(i);
  return { ...held, history, excluded: history };
});

const nothing = Array.from({ length: 16 }, () => 0);

async function withModel(use: (model: Recommender) => Promise<void>): Promise<void> {
  const before = tf.memory().numTensors;
  const model = loadRecommender(config, randomRecommender(config, seeded(4)));
  await use(model);
  disposeRecommender(model);
  expect(tf.memory().numTensors - before).toBe(0);
}

/** One user's scores, with the vector added at the hook. */
function scoresOf(model: Recommender, { history }: HeldOutUser, added: number[]): Float32Array {
  const state = stopAtHook(model, 'blocks.0', [history]);
  const scores = tf.tidy(() => scoresFromHook(model, state, tf.tensor2d([added])).dataSync<'float32'>());
  disposeState(state);
  return scores;
}

describe('heldOutUsers', () => {
  it('gives the same drawn users for a seed, in the order of all', () => {
    const draws = [1, 2, 3, 4, 1].map((seed) => heldOutUsers(data, 'test', 3, seed).map(({ user }) => user));
    expect(draws.map((some) => some.length)).toEqual([3, 3, 3, 3, 3]);
    expect(draws.map((some) => some.toSorted((a, b) => a - b))).toEqual(draws);
    expect(draws[4]).toEqual(draws[0]);
    expect(heldOutUsers(data, 'test', 100, 1)).toHaveLength(7);
  });
});

describe('batchesByLength', () => {
  it('holds each user once, in batches of like length no larger than allowed', () => {
    const batches = batchesByLength(users, 8, 12);
    const sizes = batches.map(
      (batch) => batch.length * Math.max(...batch.map(({ history }) => history.length)),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(12);
    expect(
      batches
        .flat()
        .map(({ user }) => user)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(batchesByLength([], 8)).toEqual([]);
  });
});

describeOnEachBackend('evaluateRecommender', () => {
  it('ranks every user as one alone would be ranked', async () => {
    await withModel(async (model) => {
      const { ndcg10, mrr, users: count } = await evaluateRecommender(model, data, 'test', users);
      const ranks = users.map((held) => rankOf(scoresOf(model, held, nothing), held.target, held.history));
      expect(count).toBe(7);
      expect(ndcg10).toBeCloseTo(mean(ranks.map(ndcg10Of)), 9);
      expect(mrr).toBeCloseTo(mean(ranks.map((rank) => 1 / rank)), 9);
    });
  });
});

describeOnEachBackend('steeringBench', () => {
  const added = Array.from({ length: 16 }, (_, i) => (i % 3) - 1);

  it('gives the lists and figures of each user alone, under a change', async () => {
    await withModel(async (model) => {
      const bench = steeringBench(model, 'blocks.0', users);
      const result = await bench.run(fixedChange(Float32Array.from(added)));
      bench.dispose();
      // The bench takes short histories first: here the last user's.
      const order = users.toReversed();
      const alone = order.map((held) => scoresOf(model, held, added));
      expect(result.lists).toEqual(alone.map((scores, i) => topK(scores, 10, new Set(order[i]?.history))));
      const ndcg = order.map(({ target, history }, i) =>
        ndcg10Of(rankOf(alone[i] ?? new Float32Array(), target, history)),
      );
      expect(Array.from(result.ndcg10)).toEqual(ndcg);
      expect(result.meanScores[5]).toBeCloseTo(mean(alone.map((scores) => scores[5] ?? NaN)), 5);
    });
  });

  it('gives exactly the base for a change of nothing, as often as it is run', async () => {
    await withModel(async (model) => {
      const bench = steeringBench(model, 'blocks.0', users);
      const base = await bench.run();
      expect(await bench.run(fixedChange(new Float32Array(16)))).toEqual(base);
      expect(await bench.run()).toEqual(base);
      bench.dispose();
    });
  });

  it('takes users in groups, each disposed of even when the rest is not wanted', async () => {
    await withModel(async (model) => {
      const sizes: number[] = [];
      for await (const bench of inBenches(model, 'final', users, 3)) sizes.push(bench.users);
      expect(sizes).toEqual([3, 3, 1]);
      for await (const bench of inBenches(model, 'final', users, 3)) {
        if (bench.users === 3) break;
      }
    });
  });
});

describeOnEachBackend('steeringCurves', () => {
  it('measures each attribute concept at four strengths, by sizes of its own for up and down', async () => {
    const concept = { id: 'genre:a', attribute: 'genre:a', latents: [{ index: 1, weight: 0.5 }] };
    const concepts = [
      { ...concept, calibration: { up: 4, down: 8 } },
      { ...concept, id: 'emergent:b', attribute: null, calibration: { up: 1, down: 1 } },
    ] as Concept[];
    const autoencoder = { 'decoder.weight': { shape: [2, 2], data: Float32Array.of(9, 9, 1, 0) } };
    const sizes: number[] = [];
    const bench: Pick<SteeringBench, 'run' | 'held'> = {
      held: [{ place: 0, target: 0, excluded: new Set() }],
      run: (change) => {
        const size = tf.tidy(() => change?.(tf.zeros([1, 2]), 0).dataSync()[0] ?? 0);
        if (change !== undefined) sizes.push(size);
        const list = Array.from({ length: 10 }, (_, place) => (place < 4 + size ? 0 : 1));
        return Promise.resolve({
          lists: [list],
          ndcg10: Float64Array.of(0.5),
          meanScores: new Float64Array(),
        });
      },
    };
    const { curves } = await steeringCurves({
      bench,
      hook: 'final',
      concepts,
      catalogue: {
        ids: ['x', 'y'],
        titles: ['X', 'Y'],
        attributes: [{ id: 'genre:a', label: 'A', kind: 'genre' }],
        itemAttributes: [[0], []],
        counts: [1, 1],
      },
      autoencoder,
      report: silent,
    });
    expect(sizes).toEqual([-1 * 8 * 0.5, -0.5 * 8 * 0.5, 0.5 * 4 * 0.5, 1 * 4 * 0.5]);
    expect(curves.map(({ strength, share }) => [strength, share])).toEqual([
      [-1, 0],
      [-0.5, 0.2],
      [0.5, 0.5],
      [1, 0.6],
    ]);
    expect(curves[3]).toMatchObject({ concept: 'genre:a', method: 'add', hook: 'final', shareBase: 0.4 });
    expect(curves[3]?.logOddsGain).toBeCloseTo(Math.log(6.5 / 4.5) - Math.log(4.5 / 6.5), 9);
  });
});
