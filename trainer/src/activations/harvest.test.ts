import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { encode } from '../recommender/encode.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { silent } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { datasetOf } from '../../testing/example-data.ts';
import type { Activations } from './harvest.ts';
import { fromArrays, harvest, hiddenOfRole, toArrays } from './harvest.ts';
import { ROLES, rolesOf } from './roles.ts';

const config: RecommenderConfig = {
  kind: 'gptrec',
  items: 12,
  hiddenSize: 4,
  feedForwardSize: 6,
  blocks: 2,
  heads: 2,
  maxLength: 4,
};
const weights = randomRecommender(config, seeded(2));

/** The last two of each are held out. */
const histories = [
  [1, 2, 3, 4, 5, 6, 7, 8],
  [9, 10, 11, 0],
  [3, 3, 3, 9, 9],
];
const data = datasetOf(histories, 12);

function hiddenAt(model: Recommender, hook: string, items: number[]): number[] {
  return tf.tidy(() => {
    let found: tf.Tensor2D | undefined;
    encode(model, tf.tensor2d([items], [1, items.length], 'int32'), {
      visit: (name, x) => {
        if (name === hook) found = x;
      },
    });
    return Array.from(found?.dataSync() ?? []);
  });
}

/** Rows of a user, in the order of the result. */
function rowsOf(activations: Activations, user: number): { items: number[]; hidden: number[] } {
  const rows = Array.from(activations.users.keys()).filter((row) => activations.users[row] === user);
  return {
    items: rows.map((row) => activations.items[row] ?? -1),
    hidden: rows.flatMap((row) => Array.from(activations.hidden.subarray(4 * row, 4 * row + 4))),
  };
}

describeOnEachBackend('harvest', () => {
  it.each(['blocks.0', 'blocks.1', 'final'])(
    'gives each position its state at %s, padding left out',
    async (hook) => {
      const before = tf.memory().numTensors;
      const model = loadRecommender(config, weights);
      const found = await harvest(model, data, hook, { maxPositions: 100, seed: 1, report: silent });
      expect(found.users).toHaveLength(6 + 2 + 3);
      const { items, hidden } = rowsOf(found, 1);
      expect(items).toEqual([9, 10]);
      const expected = hiddenAt(model, hook, [9, 10]);
      // alone or padded in a batch: the same sums in another order
      hidden.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
      disposeRecommender(model);
      expect(tf.memory().numTensors - before).toBe(0);
    },
  );

  it('cuts a long history into windows from the newest end', async () => {
    const model = loadRecommender(config, weights);
    const found = await harvest(model, data, 'final', { maxPositions: 100, seed: 1, report: silent });
    const { items, hidden } = rowsOf(found, 0);
    expect(items).toEqual([1, 2, 3, 4, 5, 6]);
    const expected = [...hiddenAt(model, 'final', [1, 2]), ...hiddenAt(model, 'final', [3, 4, 5, 6])];
    hidden.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
    disposeRecommender(model);
  });

  it('takes whole users until there are enough positions, and says what role each has', async () => {
    const model = loadRecommender(config, weights);
    const few = await harvest(model, data, 'final', { maxPositions: 1, seed: 1, report: silent });
    expect(new Set(few.users).size).toBe(1);
    const all = await harvest(model, data, 'final', { maxPositions: 100, seed: 1, report: silent });
    const roles = Array.from(all.users, (user) => rolesOf(data)[user]);
    expect(Array.from(all.roles, (role) => ROLES[role])).toEqual(roles);
    disposeRecommender(model);
  });

  it('hides items from BERT4Rec, always the last of a window, and says which they are', async () => {
    const bert4rec: RecommenderConfig = { ...config, kind: 'bert4rec', maskProbability: 1e-9 };
    const model = loadRecommender(bert4rec, randomRecommender(bert4rec, seeded(2)));
    const [four, five] = await Promise.all(
      [4, 5].map((last) => {
        const one = datasetOf([[1, 2, 3, last, 0, 0]], 12); // trained on 1, 2, 3 and the last
        return harvest(model, one, 'blocks.1', { maxPositions: 100, seed: 1, report: silent });
      }),
    );
    expect([four?.items, five?.items]).toEqual([Int32Array.of(1, 2, 3, 4), Int32Array.of(1, 2, 3, 5)]);
    expect(four?.hidden).toEqual(five?.hidden);
    disposeRecommender(model);
  });

  it('names a hook that the model lacks', async () => {
    const model = loadRecommender(config, weights);
    const asked = harvest(model, data, 'blocks.2', { maxPositions: 1, seed: 1, report: silent });
    await expect(asked).rejects.toThrow(/hook point "blocks.2"/);
    disposeRecommender(model);
  });
});

describe('Activations', () => {
  const activations: Activations = {
    hiddenSize: 2,
    hidden: Float32Array.of(1, 2, 3, 4, 5, 6),
    users: Int32Array.of(0, 0, 1),
    items: Int32Array.of(5, 6, 7),
    roles: Int32Array.of(0, 2, 0),
  };

  it('give the rows of one role', () => {
    expect(hiddenOfRole(activations, 'train')).toEqual(Float32Array.of(1, 2, 5, 6));
    expect(hiddenOfRole(activations, 'test')).toEqual(Float32Array.of(3, 4));
    expect(hiddenOfRole(activations, 'selection')).toHaveLength(0);
  });

  it('come back from arrays as they were, or say what is missing', () => {
    expect(fromArrays(toArrays(activations), 'file')).toEqual(activations);
    const { users: _users, ...rest } = toArrays(activations);
    expect(() => fromArrays(rest, 'file')).toThrow('file: "users" is missing; harvest the activations again');
  });
});
