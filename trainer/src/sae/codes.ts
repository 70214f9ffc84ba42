// Running a folded autoencoder (weights as exported) over raw activations, and its codes kept sparse.
import * as tf from '@tensorflow/tfjs-core';
import type { AutoencoderConfig, Weights } from '../recommender/weights.ts';
import type { Parameters } from '../recommender/recommender.ts';
import { toParameters } from '../recommender/initialise.ts';
import { keepTopK, matMul } from '../tensorflow/ops.ts';

/** An autoencoder on the backend, ready for raw activations. */
export interface FoldedAutoencoder {
  config: AutoencoderConfig;
  weights: Weights;
  parameters: Parameters;
}

export const loadAutoencoder = (config: AutoencoderConfig, weights: Weights): FoldedAutoencoder => ({
  config,
  weights,
  parameters: toParameters(weights),
});

/** latents = TopK(relu(x·encoder.weight + encoder.bias)) ∈ [n, latents] */
export function encodeLatents({ config, parameters: p }: FoldedAutoencoder, x: tf.Tensor2D): tf.Tensor2D {
  const pre = tf.add<tf.Tensor2D>(
    matMul(x, p['encoder.weight'] as tf.Tensor2D),
    p['encoder.bias'] as tf.Tensor,
  );
  return keepTopK(tf.relu(pre), config.k);
}

/** dec(latents) = latents·decoder.weight + decoder.bias ∈ [n, d] */
export function decodeLatents({ parameters: p }: FoldedAutoencoder, z: tf.Tensor2D): tf.Tensor2D {
  return tf.add<tf.Tensor2D>(matMul(z, p['decoder.weight'] as tf.Tensor2D), p['decoder.bias'] as tf.Tensor);
}

/** Codes of n positions, at most `k` active latents each: latent -1 marks an unused place. */
export interface Codes {
  k: number;
  latent: Int32Array; // [n·k]
  value: Float32Array; // [n·k]
}

const CHUNK = 4096;

/** @param hidden raw activations ∈ [n, d] */
export async function sparseCodes(sae: FoldedAutoencoder, hidden: Float32Array): Promise<Codes> {
  const { hiddenSize: d, latents, k } = sae.config;
  const n = hidden.length / d;
  const codes: Codes = { k, latent: new Int32Array(n * k).fill(-1), value: new Float32Array(n * k) };
  for (let start = 0; start < n; start += CHUNK) {
    const rows = Math.min(CHUNK, n - start);
    const dense = tf.tidy(() =>
      encodeLatents(sae, tf.tensor2d(hidden.subarray(start * d, (start + rows) * d), [rows, d])),
    );
    collect(codes, await dense.data<'float32'>(), start, latents);
    dense.dispose();
  }
  return codes;
}

function collect(codes: Codes, dense: Float32Array, start: number, latents: number): void {
  for (let i = 0; i < dense.length;) {
    let place = (start + i / latents) * codes.k;
    const end = place + codes.k;
    for (let latent = 0; latent < latents; latent++, i++) {
      const value = dense[i] as number;
      if (value <= 0 || place === end) continue;
      codes.latent[place] = latent;
      codes.value[place++] = value;
    }
  }
}

/** Explained variance 1 - Σ‖x - x̂‖² / Σ‖x - mean‖², mean L0, over the given positions of raw activations. */
export async function reconstructionQuality(
  sae: FoldedAutoencoder,
  hidden: Float32Array,
): Promise<{ explainedVariance: number; l0: number; fired: Uint8Array }> {
  const { hiddenSize: d, latents } = sae.config;
  const n = hidden.length / d;
  const sums = { error: 0, active: 0, squares: 0 };
  const mean = new Float64Array(d);
  const fired = new Uint8Array(latents);
  for (let start = 0; start < n; start += CHUNK) {
    const chunk = hidden.subarray(start * d, Math.min(n, start + CHUNK) * d);
    const [error, active, counts] = tf.tidy(() => {
      const x = tf.tensor2d(chunk, [chunk.length / d, d]);
      const z = encodeLatents(sae, x);
      const on = tf.cast(tf.greater(z, 0), 'float32');
      return [tf.sum(tf.squaredDifference(x, decodeLatents(sae, z))), tf.sum(on), tf.max(on, 0)];
    }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    sums.error += (await error.data())[0] ?? 0;
    sums.active += (await active.data())[0] ?? 0;
    (await counts.data()).forEach((on, latent) => (fired[latent] = on > 0 ? 1 : (fired[latent] ?? 0)));
    tf.dispose([error, active, counts]);
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      sums.squares += value * value;
      mean[i % d] = (mean[i % d] as number) + value / n;
    }
  }
  const variance = sums.squares - n * mean.reduce((sum, m) => sum + m * m, 0);
  return { explainedVariance: 1 - sums.error / variance, l0: sums.active / n, fired };
}
