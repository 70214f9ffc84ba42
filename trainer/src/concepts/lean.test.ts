import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { floatTable } from '@trimtab/shared/gradient/item-table.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { steeringBench } from '../steering/bench.ts';
import { leans } from './lean.ts';

const ITEMS = 30;
const d = 16;
const config = tinyConfig(ITEMS);

describeOnEachBackend('leans', () => {
  it('is what an edit adds at the last state, as long as it lifts the concept’s items by 1', async () => {
    const tensors = tf.memory().numTensors;
    const weights = randomRecommender(config, seeded(4));
    const model = loadRecommender(config, weights);
    const bench = steeringBench(model, 'final', heldOutUsers(circleData(7, ITEMS, 9), 'test'));
    const values = weights['items']?.data ?? new Float32Array();
    const item = bench.held[0]?.target ?? NaN; // which no list of this person leaves out
    const edit = Float32Array.from({ length: d }, (_, i) => values[item * d + i] ?? NaN);
    const leanOf = await leans(bench, floatTable(values, d));
    const lean = (await leanOf(edit, new Set([item]))) ?? [];
    const turned = await leanOf(
      edit.map((value) => -value),
      new Set([item]),
    );
    bench.dispose();
    disposeRecommender(model);
    const ratio = (lean[0] ?? NaN) / (edit[0] ?? NaN);
    expect(ratio).toBeGreaterThan(0);
    edit.forEach((value, i) => expect(lean[i]).toBeCloseTo(ratio * value, 4)); // at `final` the edit itself, scaled
    expect(turned).toBeUndefined();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
