import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import {
  CheckpointMismatch,
  disposeRecommender,
  initialWeights,
  loadRecommender,
  toWeights,
} from './initialise.ts';
import type { RecommenderConfig } from './weights.ts';

const config: RecommenderConfig = {
  kind: 'gptrec',
  items: 500,
  hiddenSize: 16,
  feedForwardSize: 64,
  blocks: 2,
  heads: 2,
  maxLength: 10,
};
const weights = initialWeights(config, 1);

function deviation(name: string): number {
  const data = weights[name]?.data ?? new Float32Array();
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);
}

describe('initialWeights', () => {
  it('starts with gains of 1 and biases of 0', () => {
    expect(new Set(weights['blocks.1.norm2.gain']?.data)).toEqual(new Set([1]));
    for (const name of ['norm.bias', 'blocks.0.qkv.bias', 'blocks.0.down.bias']) {
      expect(new Set(weights[name]?.data)).toEqual(new Set([0]));
    }
  });

  it('draws tables and projections as wide as it says', () => {
    // 768 to 8,000 draws: the deviation is good to 1/√(2·768) = 2.6%, and 10% is four of that
    const expected = {
      items: 0.02,
      'blocks.0.qkv.weight': 1 / Math.sqrt(16),
      'blocks.0.up.weight': 1 / Math.sqrt(16),
      'blocks.0.down.weight': 1 / Math.sqrt(64) / Math.sqrt(2 * 2),
    };
    const errors = Object.entries(expected).map(([name, value]) => Math.abs(deviation(name) / value - 1));
    expect(Math.max(...errors)).toBeLessThan(0.1);
  });

  it('gives the same weights for a seed and others for another', () => {
    expect(initialWeights(config, 1)).toEqual(weights);
    expect(initialWeights(config, 2)['items']).not.toEqual(weights['items']);
  });
});

const load = (changed: Partial<RecommenderConfig>) => () =>
  loadRecommender({ ...config, ...changed }, weights);

describeOnEachBackend('loadRecommender', () => {
  it('keeps every weight as it was', async () => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, weights);
    expect(await toWeights(model.parameters)).toEqual(weights);
    disposeRecommender(model);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('names the first weight that is missing, of another shape or too many', () => {
    const advice = 'load it with the config it was saved with';
    expect(load({ blocks: 3 })).toThrow(
      new CheckpointMismatch(`weight "blocks.2.norm1.gain": expected 16, found nothing; ${advice}`),
    );
    expect(load({ blocks: 1 })).toThrow(
      `weight "blocks.1.norm1.gain": this config has no such weight; ${advice}`,
    );
    expect(load({ block: 'ligr' })).toThrow(
      `weight "blocks.0.gate1.weight": expected 16×16, found nothing; ${advice}`,
    );
    expect(load({ kind: 'bert4rec' })).toThrow(`weight "mask": expected 1×16, found nothing; ${advice}`);
    expect(load({ positions: 'relative' })).toThrow('weight "blocks.0.distances": expected 32×2');
  });

  it('says when it is of another catalogue', () => {
    expect(() => loadRecommender({ ...config, items: 501 }, weights)).toThrow(
      'the model was saved for a catalogue of 500 items, and this one has 501: use the data it was trained on, or train again',
    );
  });
});
