import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { autoencoderSettingsSchema } from '../config/schema.ts';
import { silent } from '../config/progress.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import type { Weights } from '../files/weights.ts';
import { initialAutoencoder } from './autoencoder.ts';
import { loadAutoencoder } from './codes.ts';
import { reconstructionQuality } from './reconstruction.ts';
import { trainAutoencoder } from './train.ts';

const FEATURES = 10;
const SIZE = 12;
const random = createRandom(1, 'planted');

const unit = (x: number[]): number[] => x.map((value) => value / Math.hypot(...x));

/** Feature i is axis i with some of the next axis, so that neighbours overlap. */
const planted = Array.from({ length: FEATURES }, (_, i) =>
  unit(Array.from({ length: SIZE }, (__, axis) => (axis === i ? 1 : axis === i + 1 ? 0.3 : 0))),
);

/** Each position is an offset plus up to two features, 5 to 20 strong: raw activations are nowhere near unit scale. */
const hidden = Float32Array.from(
  Array.from({ length: 1500 }, () => {
    const x = Array.from({ length: SIZE }, () => 3);
    for (let left = random.integer(3); left > 0; left--) {
      const feature = random.pick(planted);
      const strength = 5 + 15 * random.next();
      feature.forEach((value, j) => (x[j] = (x[j] ?? 0) + strength * value));
    }
    return x;
  }).flat(),
);

const config = { kind: 'topk', hiddenSize: SIZE, latents: 12, k: 2 } as const;
const settings = autoencoderSettingsSchema.parse({
  latents: 12,
  k: 2,
  epochs: 12,
  batchSize: 100,
  learningRate: 0.03,
  deadAfter: 500,
});

const part = (from: Weights, name: string): number[] => Array.from(from[name]?.data ?? []);

describeOnEachBackend('trainAutoencoder', () => {
  it('finds the planted features, keeps latents alive for them, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const weights = await trainAutoencoder(hidden, config, settings, 1, silent);
    expect(tf.memory().numTensors - before).toBe(0);
    const sae = loadAutoencoder(config, weights);
    const { explainedVariance, fired } = await reconstructionQuality(sae, hidden);
    tf.dispose(sae.parameters);
    expect(explainedVariance).toBeGreaterThan(0.99);
    expect(fired.reduce((count, on) => count + on, 0)).toBeGreaterThanOrEqual(FEATURES);
    const decoder = weights['decoder.weight']?.data ?? new Float32Array();
    const rows = Array.from({ length: 12 }, (_, latent) =>
      Array.from(decoder.subarray(latent * SIZE, (latent + 1) * SIZE)),
    );
    const recovered = planted.filter((feature) =>
      rows.some((row) => unit(row).reduce((sum, x, i) => sum + x * (feature[i] ?? 0), 0) > 0.98),
    );
    expect(recovered).toHaveLength(FEATURES);
    // unit rows for normalised inputs: once folded, all have the norm 1/scale, with scale² = n·d / Σx²
    const norm = Math.sqrt(hidden.reduce((sum, x) => sum + x * x, 0) / hidden.length);
    const norms = rows.map((row) => Math.hypot(...row) / norm);
    expect(Math.max(...norms.map((n) => Math.abs(n - 1)))).toBeLessThan(1e-4);
  });

  it.each([
    ['batch-topk', 1.2, 0.93],
    ['relu-l1', 3, 0.8],
  ] as const)(
    '%s: learns few active latents and most of the variance',
    async (kind, mostActive, variance) => {
      const before = tf.memory().numTensors;
      const sibling = { ...config, kind, k: 1 };
      const weights = await trainAutoencoder(hidden, sibling, { ...settings, l1Weight: 0.3 }, 1, silent);
      const sae = loadAutoencoder(sibling, weights);
      const { explainedVariance, l0 } = await reconstructionQuality(sae, hidden);
      tf.dispose(sae.parameters);
      expect(explainedVariance).toBeGreaterThan(variance);
      expect(l0).toBeLessThan(mostActive); // a third of the positions has none, one or two features: the mean is 1
      expect(l0).toBeGreaterThan(0.5);
      expect(tf.memory().numTensors - before).toBe(0);
    },
  );

  it('repeats itself for a seed', async () => {
    const short = { ...settings, epochs: 1 };
    const some = hidden.subarray(0, 500 * SIZE);
    const one = await trainAutoencoder(some, config, short, 1, silent);
    expect(await trainAutoencoder(some, config, short, 1, silent)).toEqual(one);
    expect(await trainAutoencoder(some, config, short, 2, silent)).not.toEqual(one);
  });

  it('lets timers and signals have their turn between steps', async () => {
    const served: boolean[] = [];
    let turned = false;
    setImmediate(() => (turned = true));
    const report = { update: () => served.push(turned), line: () => {} };
    await trainAutoencoder(hidden.subarray(0, 500 * SIZE), config, { ...settings, epochs: 1 }, 1, report);
    expect(served).toEqual([false, true, true, true, true]);
  });

  it('leaves a frozen decoder as it was drawn, and trains the rest', async () => {
    const before = tf.memory().numTensors;
    const some = hidden.subarray(0, 500 * SIZE);
    const settled = { ...settings, epochs: 2, frozenDecoder: true };
    const weights = await trainAutoencoder(some, config, settled, 1, silent);
    const drawn = initialAutoencoder(config, new Float32Array(SIZE), 1);
    const scale = Math.sqrt(some.length / some.reduce((sum, x) => sum + x * x, 0));
    const decoder = part(weights, 'decoder.weight').map((w) => w * scale);
    const apart = part(drawn, 'decoder.weight').map((w, i) => Math.abs(w - (decoder[i] ?? 0)));
    expect(Math.max(...apart)).toBeLessThan(1e-5); // rows scaled to norm 1 at every step, in float32
    const encoder = part(weights, 'encoder.weight').map((w) => w / scale);
    const moved = part(drawn, 'encoder.weight').map((w, i) => Math.abs(w - (encoder[i] ?? 0)));
    expect(Math.max(...moved)).toBeGreaterThan(0.01); // ten steps of the warm-up
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('stops where the loss is no number any more', async () => {
    const wild = { ...settings, learningRate: 1e30 };
    await expect(trainAutoencoder(hidden, config, wild, 1, silent)).rejects.toThrow(
      /loss is (NaN|Infinity) at step \d+: set a smaller autoencoder.learningRate than 1e\+30/,
    );
  });

  it('refuses activations that are too few or hold nothing', async () => {
    await expect(
      trainAutoencoder(hidden.subarray(0, 99 * SIZE), config, settings, 1, silent),
    ).rejects.toThrow('99 activations are fewer than one batch of 100; set a smaller autoencoder.batchSize');
    const empty = new Float32Array(100 * SIZE);
    await expect(trainAutoencoder(empty, config, settings, 1, silent)).rejects.toThrow(/only zeros/);
    empty[5] = Number.NaN;
    await expect(trainAutoencoder(empty, config, settings, 1, silent)).rejects.toThrow(/NaN/);
  });
});
