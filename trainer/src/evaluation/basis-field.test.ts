import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { basisEffects, boostDirection } from '@trimtab/shared/steering-gradient.ts';
import { randomRecommender, seeded } from '../onnx/random-weights.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { describeOnEachBackend } from '../tensorflow/each-backend.ts';
import { circleData, tinyConfig } from '../training/example-data.ts';
import { basisField } from './basis-field.ts';
import { heldOutUsers } from './evaluate-recommender.ts';
import { steeringBench } from './steering-bench.ts';

const ITEMS = 30;
const d = 16;
const LATENTS = 5;
const config = tinyConfig(ITEMS);
const users = heldOutUsers(circleData(7, ITEMS, 9), 'test');
const wanted = { id: 'genre:wanted', items: new Set([2, 5, 11]) };
const other = { id: 'genre:other', items: new Set([1, 2, 3, 4]) };
const decoder = Float32Array.from({ length: LATENTS * d }, (_, i) => Math.sin(i));
const basis = [3, 0, 4].map((index) => ({ index, step: 0.025 }));

describeOnEachBackend('basisField', () => {
  it.each(['blocks.0', 'final'] as const)('gives the directions that are served at %s', async (hook) => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, randomRecommender(config, seeded(4)));
    const bench = steeringBench(model, hook, users);
    const options = { basis, decoder, hiddenSize: d, items: ITEMS, others: [wanted, other] };
    const directions = await (await basisField(bench, options)).directions(wanted);
    for (const { place, target, excluded } of bench.held) {
      const history = users.find((held) => held.target === target)?.history ?? [];
      const state = stopAtHook(model, hook, [history]);
      const score = (edits: Float32Array[]): Promise<ArrayLike<number>[]> =>
        Promise.resolve(edits.map((edit) => scoresUnder(edit)));
      const scoresUnder = (edit: Float32Array): Float32Array =>
        tf.tidy(() => {
          const change = tf.matMul(tf.tensor2d([[...edit]]), tf.tensor2d(decoder, [LATENTS, d]));
          return scoresFromHook(model, state, change as tf.Tensor2D).dataSync<'float32'>();
        });
      const effects = await basisEffects(basis, LATENTS, { score, excluded });
      const served = boostDirection(effects, wanted.items, [other.items]);
      disposeState(state);
      // to 2%: differences over steps of .025 in float32, and then a system is solved
      served.forEach((own, j) => {
        const found = directions[place * basis.length + j] ?? 0;
        expect(Math.abs(found - own)).toBeLessThan(0.02 * Math.hypot(...served) + 1e-4);
      });
    }
    bench.dispose();
    disposeRecommender(model);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
