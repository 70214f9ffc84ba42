import { expect, it } from 'vitest';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { LineageError } from './errors.ts';
import { warmWeights } from './warm-weights.ts';

const data = circleData(6, 10, 6);
const config = tinyConfig(10);
const weights = randomRecommender(config, seeded(1));

it('takes item rows by id and all else as it was', () => {
  const items = data.catalogue.ids.toReversed();
  const warm = warmWeights(config, data, { modelVersion: 'v', items, weights });
  const row = (of: typeof warm, item: number): number[] =>
    [...(of['items']?.data ?? [])].slice(16 * item, 16 * item + 16);
  expect(row(warm, 0)).toEqual(row(weights, 9));
  expect(warm['blocks.0.qkv.weight']).toBe(weights['blocks.0.qkv.weight']);
  expect(Object.keys(warm).toSorted()).toEqual(Object.keys(weights).toSorted());
});

it('refuses another shape, and says which weight it is of and what to do', () => {
  const larger = { ...config, feedForwardSize: 32 };
  const start = (): unknown =>
    warmWeights(larger, data, { modelVersion: 'version-1', items: data.catalogue.ids, weights });
  expect(start).toThrow(LineageError);
  expect(start).toThrow('version version-1 cannot be gone on from: its weight "blocks.0.up.weight" is 16×16');
  expect(start).toThrow('this config wants 16×32');
});
