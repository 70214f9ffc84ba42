import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { boostDirection, boostProbes, nearestBoost } from '@trimtab/shared/steering-gradient.ts';
import { randomRecommender, seeded } from '../onnx/random-weights.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { describeOnEachBackend } from '../tensorflow/each-backend.ts';
import { circleData, tinyConfig } from '../training/example-data.ts';
import { heldOutUsers } from './evaluate-recommender.ts';
import { shareGradients } from './personal-effect.ts';
import { steeringBench } from './steering-bench.ts';

const ITEMS = 30;
const d = 16;
const config = tinyConfig(ITEMS);
const users = heldOutUsers(circleData(7, ITEMS, 9), 'test');
const wanted = new Set([2, 5, 11]);
const steered = {
  latents: [0, 1, 2].map((index) => ({ index, weight: 1 })),
  calibration: { up: 0.1, down: 0.1 },
};
const decoder = Array.from({ length: 3 * d }, (_, i) => Math.sin(i));
const row = (j: number): number[] => decoder.slice(j * d, (j + 1) * d);
const dot = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** δ from derivatives, F and the gradient of the share taken apart by hand for one user. */
function direction(fisher: Float32Array, gradients: Float32Array, user: number): Float64Array {
  const own = (i: number): Float32Array => fisher.subarray((user * d + i) * d, (user * d + i + 1) * d);
  const metric = [0, 1, 2].flatMap((j) =>
    [0, 1, 2].map((k) =>
      dot(
        row(j),
        Array.from({ length: d }, (_, i) => dot(row(k), own(i))),
      ),
    ),
  );
  const gains = [0, 1, 2].map((j) => dot(row(j), gradients.subarray(user * d, (user + 1) * d)));
  return nearestBoost(metric, gains);
}

describeOnEachBackend('personalFisher and shareGradients', () => {
  it.each(['blocks.0', 'final'] as const)('give the direction that is served at %s', async (hook) => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, randomRecommender(config, seeded(4)));
    const bench = steeringBench(model, hook, users);
    const fisher = await bench.personalFisher();
    const gradients = await shareGradients(bench, ITEMS, wanted);
    for (const { place, target, excluded } of bench.held) {
      const history = users.find((held) => held.target === target)?.history ?? [];
      const state = stopAtHook(model, hook, [history]);
      const scores = boostProbes(steered).map((edit) => {
        const change = Array.from({ length: d }, (_, i) =>
          edit.reduce((sum, moved, j) => sum + moved * (row(j)[i] ?? 0), 0),
        );
        return tf.tidy(() => scoresFromHook(model, state, tf.tensor2d([change])).dataSync());
      });
      disposeState(state);
      const served = boostDirection(steered, scores, wanted, excluded);
      // to 2%: differences over steps of .025 in float32, and then a system is solved
      direction(fisher, gradients, place).forEach((own, j) => {
        expect(Math.abs((served[j] ?? 0) - own)).toBeLessThan(0.02 * Math.hypot(...served) + 1e-4);
      });
    }
    bench.dispose();
    disposeRecommender(model);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
