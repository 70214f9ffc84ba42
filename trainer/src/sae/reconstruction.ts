// How much of hidden states a reconstruction keeps.
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { FoldedAutoencoder } from './codes.ts';
import { decodeLatents, encodeLatents } from './codes.ts';

const CHUNK = 4096;

/** Explained variance, mean number of active latents at a position (L0), and which latents fired at all. */
export async function reconstructionQuality(
  sae: FoldedAutoencoder,
  hidden: Float32Array,
): Promise<{ explainedVariance: number; l0: number; fired: Uint8Array }> {
  const { hiddenSize: d, latents } = sae.config;
  const fired = new Uint8Array(latents);
  const error = createErrorSum(d);
  let active = 0;
  for (const chunk of chunksOf(hidden, d)) {
    const [missed, count, on] = tf.tidy(() => {
      const x = tf.tensor2d(chunk, [chunk.length / d, d]);
      const z = encodeLatents(sae, x);
      const isOn = tf.cast(tf.greater(z, 0), 'float32');
      return [tf.sum(tf.squaredDifference(x, decodeLatents(sae, z))), tf.sum(isOn), tf.max(isOn, 0)];
    }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    error.add(chunk, at(await missed.data(), 0));
    active += at(await count.data(), 0);
    (await on.data()).forEach((value, latent) => (fired[latent] = value > 0 ? 1 : at(fired, latent)));
    tf.dispose([missed, count, on]);
  }
  return { explainedVariance: error.explained(), l0: (active * d) / hidden.length, fired };
}

/** Explained variance of any reconstruction. @param hidden ∈ [n, d] */
export async function explainedVarianceOf(
  reconstruct: (x: tf.Tensor2D) => tf.Tensor2D,
  hidden: Float32Array,
  d: number,
): Promise<number> {
  const error = createErrorSum(d);
  for (const chunk of chunksOf(hidden, d)) {
    const missed = tf.tidy(() => {
      const x = tf.tensor2d(chunk, [chunk.length / d, d]);
      return tf.sum(tf.squaredDifference(x, reconstruct(x)));
    });
    error.add(chunk, at(await missed.data(), 0));
    missed.dispose();
  }
  return error.explained();
}

function* chunksOf(hidden: Float32Array, d: number): Generator<Float32Array> {
  for (let start = 0; start < hidden.length; start += CHUNK * d)
    yield hidden.subarray(start, start + CHUNK * d);
}

interface ErrorSum {
  add(chunk: Float32Array, error: number): void;
  /** 1 - Σ‖x - x̂‖² / Σ‖x - mean‖² over all that was added. */
  explained(): number;
}

function createErrorSum(d: number): ErrorSum {
  const sums = new Float64Array(d);
  const total = { error: 0, squares: 0, n: 0 };
  return {
    add(chunk, error) {
      total.error += error;
      total.n += chunk.length / d;
      chunk.forEach((value, i) => {
        total.squares += value * value;
        sums[i % d] = (sums[i % d] as number) + value;
      });
    },
    explained() {
      const variance = total.squares - sums.reduce((sum, s) => sum + (s * s) / total.n, 0);
      return 1 - total.error / variance;
    },
  };
}
