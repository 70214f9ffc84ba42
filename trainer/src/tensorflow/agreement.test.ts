// A whole training step has the same loss and gradients on wasm and on TensorFlow's own library.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { initialWeights, toParameters } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import type { Batch } from '../training/batches.ts';
import { batchesOf } from '../training/tasks.ts';
import { lossAndGradients } from '../training/step.ts';
import { startBackend } from './backend.ts';
import type { BackendName } from './backend-name.ts';
import { tiedCrossEntropy } from './operations/cross-entropy.ts';
import { nativeIsSetUp } from '../../testing/each-backend.ts';

const plain: RecommenderConfig = {
  kind: 'gptrec',
  items: 300,
  hiddenSize: 32,
  feedForwardSize: 64,
  blocks: 2,
  heads: 4,
  maxLength: 20,
};

const everyOption = { block: 'ligr', positions: 'relative', output: 'separate' } as const;

/** Loss and gradients of one batch of histories of unlike lengths, dropout off. */
async function step(backend: BackendName, config: RecommenderConfig): Promise<Record<string, Float32Array>> {
  await startBackend({ backend });
  const random = createRandom(7, 'agreement');
  const windows = Array.from({ length: 16 }, (_, row) =>
    Int32Array.from({ length: 3 + row }, () => random.integer(config.items)),
  );
  const [batch] = batchesOf(config, random, 1)(windows) as [Batch];
  const { loss, gradients } = tf.tidy(() =>
    lossAndGradients(config, toParameters(initialWeights(config, 3)), batch, tiedCrossEntropy),
  );
  const values = Object.entries({ loss, ...gradients }).map(([name, tensor]) => [
    name,
    tensor.dataSync<'float32'>(),
  ]);
  tf.dispose([loss, gradients]);
  return Object.fromEntries(values) as Record<string, Float32Array>;
}

describe.skipIf(!nativeIsSetUp)(
  'a training step on wasm and on native (skipped where native is not set up)',
  () => {
    it.each([
      ['plain', plain],
      ['with every option', { ...plain, ...everyOption }],
      ['BERT4Rec', { ...plain, kind: 'bert4rec' as const }],
    ])('has the same loss and gradients to 1e-4, %s', async (_, config) => {
      const wasm = await step('wasm', config);
      const native = await step('native', config);
      expect(Object.keys(native)).toEqual(Object.keys(wasm));
      expect(wasm['loss']?.[0]).toBeCloseTo(Math.log(config.items), 0); // untrained: every item about alike
      const differences = Object.entries(wasm).map(([name, values]) => {
        const difference = values.map((a, i) => Math.abs(a - (native[name]?.[i] ?? NaN)) / (1 + Math.abs(a)));
        return { name, agrees: Math.max(...difference) <= 1e-4, isZero: values.every((a) => a === 0) };
      });
      expect(differences).toEqual(Object.keys(wasm).map((name) => ({ name, agrees: true, isZero: false })));
    });
  },
);
