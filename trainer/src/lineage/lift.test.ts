import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { tinyConfig } from '../../testing/example-data.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { liftOfMove, openPanel } from './lift.ts';

const ITEMS = 20;
const d = 16;
const config = { ...tinyConfig(ITEMS), blocks: 2 };
const histories = [[1, 2, 3], [4, 5], [6, 7, 8, 9], [10]];
const edit = Float32Array.from({ length: d }, (_, i) => 0.3 * Math.cos(i));

const centred = (values: number[]): number[] => {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - middle);
};

it('centres scores over items', () => {
  expect([...liftOfMove([1, 2], Float32Array.of(1, 0, 0, 1, 1, 1))]).toEqual([-1, 0, 1]); // 1, 2, 3 less 2
});

describeOnEachBackend('the panel', () => {
  it.each(['blocks.0', 'final'] as const)('lifts by the mean change of log p at %s', async (hook) => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, randomRecommender(config, seeded(5)));
    const panel = await openPanel(model, hook, histories);
    const lift = await panel.lift(edit);
    const change = histories.map((history) => {
      const state = stopAtHook(model, hook, [history]);
      const [from, to] = [undefined, tf.tensor2d(edit, [1, d])].map((added) =>
        tf.tidy(() => tf.logSoftmax(scoresFromHook(model, state, added)).dataSync<'float32'>()),
      );
      disposeState(state);
      return Array.from({ length: ITEMS }, (_, item) => (to?.[item] ?? NaN) - (from?.[item] ?? NaN));
    });
    [0, 1].forEach((half) => {
      const own = change.filter((_, i) => i % 2 === half);
      const mean = centred(
        Array.from(
          { length: ITEMS },
          (_, item) => own.reduce((sum, row) => sum + (row[item] ?? NaN), 0) / own.length,
        ),
      );
      // to a hundred-thousandth: sums of float32 in another order
      mean.forEach((value, item) => expect(lift[half]?.[item]).toBeCloseTo(value, 4));
    });
    panel.dispose();
    disposeRecommender(model);
    tf.disposeVariables();
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(4); // the edits of this test
  });

  it('knows to first order what a small edit does', async () => {
    const model = loadRecommender(config, randomRecommender(config, seeded(5)));
    const panel = await openPanel(model, 'blocks.0', histories);
    const small = edit.map((x) => 0.01 * x);
    const jacobian = await panel.jacobian(0);
    const move = Array.from({ length: d }, (_, i) =>
      small.reduce((sum, x, k) => sum + x * (jacobian[k * d + i] ?? NaN), 0),
    );
    const expected = liftOfMove(move, panel.table);
    const [lift] = await panel.lift(small);
    const size = Math.hypot(...expected);
    expect(Math.hypot(...lift.map((value, item) => value - (expected[item] ?? NaN))) / size).toBeLessThan(
      0.05,
    );
    panel.dispose();
    disposeRecommender(model);
  });

  it('shows each item by its mean share', async () => {
    const model = loadRecommender(config, randomRecommender(config, seeded(5)));
    const panel = await openPanel(model, 'final', histories);
    const shown = await panel.shown();
    expect(shown.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    panel.dispose();
    disposeRecommender(model);
  });
});
