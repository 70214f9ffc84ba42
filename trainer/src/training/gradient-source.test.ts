import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { initialWeights, toParameters } from '../recommender/initialise.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import type { Batch } from './batches.ts';
import { tinyConfig, tinySettings } from '../../testing/example-data.ts';
import type { GradientSource } from './gradient-source.ts';
import { meanOfParts, openGradients } from './gradient-source.ts';
import { batchesOf } from './tasks.ts';

const config = tinyConfig(10);
const windows = [Int32Array.of(5, 6, 2), Int32Array.of(7, 8, 9, 1), Int32Array.of(3, 4)];
const batchIn = (parts: number): Batch[] => batchesOf(config, createRandom(1), parts)(windows);

const sourceOf = (processes: number, changed = {}): GradientSource =>
  openGradients({ config, settings: { ...tinySettings({ dropout: 0, ...changed }), processes }, seed: 1 });

/** Loss and all gradients end to end. */
async function numbersOf(source: GradientSource, parts: Batch[]): Promise<number[]> {
  const parameters = toParameters(initialWeights(config, 3));
  const { loss, gradients } = await source.of(parameters, parts, 4);
  const numbers = Object.keys(parameters).flatMap((name) => [...(gradients[name] as tf.Tensor).dataSync()]);
  tf.dispose([parameters, gradients]);
  return [loss, ...numbers];
}

describeOnEachBackend('openGradients', () => {
  it('gives the loss and gradients of the whole batch, however many processes share it', async () => {
    const before = tf.memory().numTensors;
    const changed = { loss: 'sampled', negatives: 4 }; // drawn alike in each
    const alone = await numbersOf(sourceOf(1, changed), batchIn(1));
    const shared = sourceOf(2, changed);
    const together = await numbersOf(shared, batchIn(2));
    expect(together).toHaveLength(alone.length);
    together.forEach((number, i) => expect(number).toBeCloseTo(alone[i] as number, 5));
    expect(Math.max(...together.slice(1))).toBeGreaterThan(0.01);
    expect(await numbersOf(shared, batchIn(2))).toEqual(together); // bit for bit
    await shared.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what a process could not do', async () => {
    const shared = sourceOf(2, { loss: 'sampled', negatives: 11 });
    await expect(numbersOf(shared, batchIn(2))).rejects.toThrow(
      /failed at step 4 \(RangeError: training.negatives is 11, but there are only 10 items/,
    );
    await shared.close();
  });
});

it('weighs parts by how many targets they have', () => {
  const [first, second] = batchIn(2) as [Batch, Batch]; // three targets and three
  const one = { ...second, targets: Int32Array.of(1) };
  const answers = [
    { loss: 2, gradient: Float32Array.of(4, 0) },
    { loss: 6, gradient: Float32Array.of(0, 8) },
  ];
  expect(meanOfParts(answers, [first, one])).toEqual({ loss: 3, gradient: Float32Array.of(3, 2) });
});
