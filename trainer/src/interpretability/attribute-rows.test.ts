import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../activations/roles.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { randomAutoencoder, randomRecommender, seeded } from '../../testing/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { loadAutoencoder } from '../sae/codes.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { circleData, tinyConfig } from '../../testing/example-data.ts';
import { attributeRows, outputSide } from './attribute-rows.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';

const [selection, test] = [ROLES.indexOf('selection'), ROLES.indexOf('test')];

/** Items 0 and 1 are half A, 2 and 3 half B; 0 and 2 have genre x. Latent 1 follows it, latent 0 the others. */
const evidence: Evidence = {
  catalogue: {
    ids: ['0', '1', '2', '3'],
    titles: ['', '', '', ''],
    attributes: [
      { id: 'genre:x', label: 'X', kind: 'genre' },
      { id: 'genre:nobody', label: 'Nobody', kind: 'genre' },
    ],
    itemAttributes: [[0], [], [0], []],
    counts: [4, 3, 2, 1],
  },
  codes: {
    k: 1,
    latent: Int32Array.of(1, 0, 1, 0, 1, 1, -1, -1),
    value: Float32Array.of(2, 1, 1, 1, 3, 1, 0, 0),
  },
  latents: 2,
  users: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
  items: Int32Array.of(0, 1, 0, 1, 2, 3, 2, 3),
  roles: Int32Array.of(selection, selection, selection, selection, test, test, test, test),
  half: Uint8Array.of(0, 0, 1, 1),
};

describe('attributeRows', () => {
  // three users: latent 1 is .5, 1, 0; of the items B in their lists half, all, none have genre x
  const output = {
    latents: Float32Array.of(0, 0.5, 0, 1, 0, 0),
    lists: [
      [2, 3, 0],
      [2, 0],
      [3, 1],
    ],
  };

  it('gives every measure of the best latent on held-out users and items', () => {
    const [row, ...others] = attributeRows(evidence, output);
    expect(others).toEqual([]); // no latent follows what nobody has
    // held: z = 3, 1, 0, 0 on items 2, 3, 2, 3
    expect(row).toEqual({
      attribute: 'genre:x',
      latent: 1,
      auc: (1 + 1 + 0 + 0.5) / 4, // 3 beats both; 0 loses to 1 and ties with 0
      averagePrecision: (1 * 1 + 1 * (2 / 4)) / 2,
      shareFired: 1 / 2,
      precision: 1 / 2,
      output: expect.closeTo(1, 6) as number,
    });
  });
});

describeOnEachBackend('outputSide', () => {
  it('has a code and a list for each user, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const config = tinyConfig(40);
    const model = loadRecommender(config, randomRecommender(config, seeded(4)));
    const autoencoder = { kind: 'topk', hiddenSize: config.hiddenSize, latents: 20, k: 3 } as const;
    const sae = loadAutoencoder(autoencoder, randomAutoencoder(autoencoder, seeded(2)));
    const users = heldOutUsers(circleData(30, 40, 9), 'test');
    const { latents, lists } = await outputSide(model, 'blocks.0', sae, users);
    tf.dispose(sae.parameters);
    disposeRecommender(model);
    expect(lists.map((list) => list.length)).toEqual(users.map(() => 10));
    const active = Array.from({ length: users.length }, (_, user) =>
      latents.subarray(user * 20, (user + 1) * 20).reduce((count, z) => count + (z > 0 ? 1 : 0), 0),
    );
    expect(Math.max(...active)).toBe(3);
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
