import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { tinyConfig } from '../../testing/example-data.ts';
import { randomAutoencoder, randomRecommender, seeded } from '../../testing/random-weights.ts';
import { createRandom } from '../math/random.ts';
import { encode } from '../recommender/encode.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { plainSequences } from '../recommender/sequences.ts';
import { encodeLatents, loadAutoencoder } from '../sae/codes.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { drawHistory, withInventedExamples } from './invented-history.ts';

const ITEMS = 20;
const config = { ...tinyConfig(ITEMS), maxLength: 12 };
const hook = 'blocks.0';
const kind = { kind: 'topk', k: 4, hiddenSize: config.hiddenSize, latents: 32 } as const;
/** Items 0 to 9 are horror; the first ones are the most popular. */
const catalogue = {
  ids: Array.from({ length: ITEMS }, (_, item) => `i${item}`),
  titles: Array.from({ length: ITEMS }, (_, item) => `Title ${item}`),
  attributes: [{ id: 'genre:horror', label: 'Horror', kind: 'genre' }],
  itemAttributes: Array.from({ length: ITEMS }, (_, item) => (item < 10 ? [0] : [])),
  counts: Array.from({ length: ITEMS }, (_, item) => 100 - item),
};
const concept: Pick<Concept, 'id' | 'attribute' | 'latents' | 'topItems' | 'example' | 'exampleIsInvented'> =
  {
    id: 'genre:horror',
    attribute: 'genre:horror',
    latents: Array.from({ length: 8 }, (_, index) => ({ index, weight: 1 })),
    topItems: [3, 5, 7],
  };

beforeAll(() => startBackend({ backend: 'wasm' }));

it('draws five items of the concept among seven others, each once, and the same again by the same seed', () => {
  const own = [0, 1, 2, 3, 4, 5];
  const others = [10, 11, 12, 13, 14, 15, 16, 17, 18];
  const draw = (): number[] => drawHistory(own, others, createRandom(1, 'here'));
  const history = draw();
  expect([history.length, new Set(history).size]).toEqual([12, 12]);
  expect(history.filter((item) => own.includes(item))).toHaveLength(5);
  expect(draw()).toEqual(history);
  expect(own).toEqual([0, 1, 2, 3, 4, 5]);
});

it('says at each place what the concept’s latents are once the model has read so far', async () => {
  const before = tf.memory().numTensors;
  const model = loadRecommender(config, randomRecommender(config, seeded(3)));
  const sae = loadAutoencoder(kind, randomAutoencoder(kind, seeded(4)));
  const [invented] = await withInventedExamples([concept], { model, hook, sae, catalogue, seed: 1 });
  const example = invented?.example ?? [];
  const items = example.map(({ item }) => item);
  expect(items.every((item) => concept.topItems.includes(item) || item >= 10)).toBe(true);
  expect([items.length, new Set(items).size, invented?.exampleIsInvented]).toEqual([10, 10, true]);
  // One pass over the whole history, where nothing looks ahead, in place of one for each beginning.
  const expected = tf.tidy(() => {
    let hidden: tf.Tensor2D | undefined;
    const { items: rows, lengths } = plainSequences(config, [Int32Array.from(items)]);
    encode(model, rows, { lengths, visit: (name, x) => void (name === hook && (hidden = x)) });
    const codes = encodeLatents(sae, hidden as tf.Tensor2D);
    return Array.from(tf.sum(tf.slice(codes, [0, 0], [items.length, 8]), 1).dataSync());
  });
  expect(Math.max(...expected)).toBeGreaterThan(0);
  example.forEach(({ activation }, place) => expect(activation).toBeCloseTo(expected[place] ?? NaN, 2));
  disposeRecommender(model);
  tf.dispose(sae.parameters);
  expect(tf.memory().numTensors).toBe(before);
});

it('leaves out the example of a concept that fires nowhere', async () => {
  const model = loadRecommender(config, randomRecommender(config, seeded(3)));
  const sae = loadAutoencoder(kind, randomAutoencoder(kind, seeded(4)));
  const inventing = { model, hook, sae, catalogue, seed: 1 } as const;
  const silent = { ...concept, latents: [{ index: 40, weight: 1 }] };
  expect(await withInventedExamples([silent], inventing)).toEqual([silent]);
  disposeRecommender(model);
  tf.dispose(sae.parameters);
});
