import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { describeOnEachBackend } from '../tensorflow/each-backend.ts';
import { disposeRecommender, initialWeights, loadRecommender, toWeights } from './initialise.ts';
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

describeOnEachBackend('loadRecommender', () => {
  it('keeps every weight as it was', async () => {
    const before = tf.memory().numTensors;
    const model = loadRecommender(config, weights);
    expect(await toWeights(model.parameters)).toEqual(weights);
    disposeRecommender(model);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('names the first weight that is missing or has another shape', () => {
    expect(() => loadRecommender({ ...config, items: 501 }, weights)).toThrow(
      'weight "items": expected 501×16, found 500×16; was it saved with another config?',
    );
    expect(() => loadRecommender({ ...config, blocks: 3 }, weights)).toThrow(
      'weight "blocks.2.norm1.gain": expected 16, found nothing',
    );
  });
});
