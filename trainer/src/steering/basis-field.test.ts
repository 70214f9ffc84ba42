import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { basisField } from './basis-field.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';
import { steeringBench } from './bench.ts';

const ITEMS = 30;
const d = 16;
const config = tinyConfig(ITEMS);
const users = heldOutUsers(circleData(7, ITEMS, 9), 'test');
const wanted = { id: 'genre:wanted', items: new Set([2, 5, 11]) };
const other = { id: 'genre:other', items: new Set([1, 2, 3, 4]) };
const decoder = Float32Array.from({ length: 5 * d }, (_, i) => Math.sin(i));
const basis = [3, 0, 4].map((index) => ({ index, step: 0.025 }));
const each = <T>(of: (item: number) => T): T[] => Array.from({ length: ITEMS }, (_, item) => of(item));
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Cov_w(a, b) with weights that sum to 1. */
const covariance = (w: number[], a: number[], b: number[]): number =>
  sum(w.map((x, i) => x * (a[i] ?? 0) * (b[i] ?? 0))) -
  sum(w.map((x, i) => x * (a[i] ?? 0))) * sum(w.map((x, i) => x * (b[i] ?? 0)));

/** δ by its definition, over all items. @param slopes D_j by TensorFlow's own derivatives ∈ [k][items] */
function direction(scores: Float32Array, slopes: number[][], excluded: ReadonlySet<number>): Float64Array {
  const powers = each((i) => (excluded.has(i) ? 0 : Math.exp(scores[i] ?? 0)));
  const p = powers.map((power) => power / sum(powers));
  const inside = each((i) => (wanted.items.has(i) ? 1 : 0));
  const own = sum(p.map((x, i) => x * (inside[i] ?? 0)));
  const q = p.map((x, i) => 0.7 * x + (0.3 * x * (inside[i] ?? 0)) / own);
  const elsewhere = each((i) => (other.items.has(i) ? 1 : 0));
  const lifted = p.map((x, i) => x * Math.exp(0.7 * (inside[i] ?? 0)));
  const boosted = lifted.map((x) => x / sum(lifted));
  const spilled = slopes.map((slope) => covariance(boosted, slope, elsewhere));
  const matrix = Float64Array.from(
    slopes.flatMap((a, j) =>
      slopes.map((b, k) => covariance(q, a, b) + 6 * (spilled[j] ?? 0) * (spilled[k] ?? 0)),
    ),
  );
  const k = slopes.length;
  const ridge = (0.01 * sum(slopes.map((_, j) => matrix[j * k + j] ?? 0))) / k;
  slopes.forEach((_, j) => (matrix[j * k + j] = (matrix[j * k + j] ?? 0) + ridge));
  const c = Float64Array.from(slopes, (slope) => covariance(q, slope, inside));
  return solve(cholesky(matrix, k), c, k);
}

describeOnEachBackend('basisField', () => {
  it.each(['blocks.0', 'final'] as const)('agrees with TensorFlow’s derivatives at %s', async (hook) => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, randomRecommender(config, seeded(4)));
    const bench = steeringBench(model, hook, users);
    const field = await basisField(bench, { basis, decoder, hiddenSize: d, others: [wanted, other] });
    const served = field.directions(wanted);
    for (const { place, target, excluded } of bench.held) {
      const history = users.find((held) => held.target === target)?.history ?? [];
      const state = stopAtHook(model, hook, [history]);
      const scores = tf.tidy(() => scoresFromHook(model, state).dataSync<'float32'>());
      const slopeOf = (item: number): Float32Array =>
        tf.tidy(() =>
          tf
            .grad((change) =>
              tf.slice(scoresFromHook(model, state, change as tf.Tensor2D), [0, item], [1, 1]),
            )(tf.zeros([1, d]))
            .dataSync<'float32'>(),
        );
      const gradients = each(slopeOf); // ∂s_i/∂x ∈ [items][d]
      const slopes = basis.map(({ index }) =>
        gradients.map((gradient) =>
          sum(Array.from(gradient, (value, i) => value * (decoder[index * d + i] ?? 0))),
        ),
      );
      const expected = direction(scores, slopes, excluded);
      disposeState(state);
      // to 2%: differences over steps of .025 in float32, and then a system is solved
      expected.forEach((own, j) => {
        const found = served[place * basis.length + j] ?? 0;
        expect(Math.abs(found - own)).toBeLessThan(0.02 * Math.hypot(...expected) + 1e-4);
      });
    }
    bench.dispose();
    disposeRecommender(model);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
