import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Parameters } from '../recommender/recommender.ts';
import { toParameters } from '../recommender/initialise.ts';
import { describeWithKernels } from '../../testing/each-backend.ts';
import { normal } from '../../testing/gradient-check.ts';
import { keepTopK } from '../tensorflow/operations/ops.ts';
import type { Autoencoder } from './autoencoder.ts';
import { initialAutoencoder } from './autoencoder.ts';
import { keepBatchTopK } from './kinds/batch-top-k.ts';
import type { BatchLoss, LossOptions } from './loss.ts';
import { sparseLoss } from './loss.ts';
import { sparseLossByKernel } from './sparse-loss-kernel.ts';

const [ROWS, SIZE, LATENTS, K] = [300, 20, 200, 5];

type Loss = (sae: Autoencoder, x: tf.Tensor2D, options: LossOptions) => BatchLoss;

const topK: Loss = (sae, x, options) => sparseLoss(keepTopK, sae, x, options);
const batchTopK: Loss = (sae, x, options) => sparseLoss(keepBatchTopK, sae, x, options);
const kernel =
  (shared: boolean): Loss =>
  (sae, x, options) =>
    sparseLossByKernel(sae, x, { shared }, options);

/** Loss, what fired and the gradients of all weights, one list. */
function resultOf(loss: Loss, { refined, anyDead }: { refined: boolean; anyDead: boolean }): number[][] {
  return tf.tidy(() => {
    const config = { kind: 'topk', hiddenSize: SIZE, latents: LATENTS, k: K } as const;
    const mean = Float32Array.from({ length: SIZE }, (_, i) => i / SIZE);
    const drawn = toParameters(initialAutoencoder(config, mean, 1, refined));
    const names = Object.keys(drawn);
    const weights = names.map((name, i) =>
      tf.add(drawn[name] as tf.Tensor, tf.mul(normal((drawn[name] as tf.Tensor).shape, i + 1), 0.1)),
    );
    const dead = tf.tensor1d(Array.from({ length: LATENTS }, (_, i) => (anyDead && i % 3 === 0 ? 1 : 0)));
    const options = { dead, anyDead, auxiliaryK: 7, auxiliaryWeight: 0.25, l1Weight: 0 };
    const x = normal([ROWS, SIZE], 9) as tf.Tensor2D;
    let fired: number[] = [];
    const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
      const parameters: Parameters = Object.fromEntries(
        names.map((name, i) => [name, values[i] as tf.Tensor]),
      );
      const result = loss({ config, parameters }, x, options);
      fired = Array.from(result.fired.dataSync());
      return tf.mul<tf.Scalar>(result.loss, 3);
    })(weights);
    return [value, ...grads].map((each) => Array.from(each.dataSync())).concat([fired]);
  });
}

const largest = (values: number[]): number => Math.max(...values.map(Math.abs));

/** The largest difference of each part, as a share of its largest number. */
function differences(ours: number[][], theirs: number[][]): number[] {
  return theirs.map((part, which) => {
    const apart = part.map((value, i) => value - (ours[which]?.[i] ?? Number.NaN));
    return largest(apart) / largest(part);
  });
}

describeWithKernels('the kernel of sparse losses', () => {
  it.for([
    ['topk', topK, false, { refined: false, anyDead: false }],
    ['topk with dead latents', topK, false, { refined: false, anyDead: true }],
    ['topk that refines its codes, with dead latents', topK, false, { refined: true, anyDead: true }],
    ['batch-topk with dead latents', batchTopK, true, { refined: false, anyDead: true }],
  ] as const)("agrees with TensorFlow's dense products: %s", ([, dense, shared, options]) => {
    const apart = differences(resultOf(kernel(shared), options), resultOf(dense, options));
    expect(apart).toHaveLength(options.refined ? 7 : 6);
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });

  it('repeats itself bit for bit', () => {
    const options = { refined: true, anyDead: true };
    expect(resultOf(kernel(false), options)).toEqual(resultOf(kernel(false), options));
  });
});
