// Running a folded autoencoder (weights as exported) over raw activations, and its codes kept sparse.
import * as tf from '@tensorflow/tfjs-core';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import type { Parameters } from '../recommender/recommender.ts';
import { toParameters } from '../recommender/initialise.ts';
import { matMul } from '../tensorflow/operations/ops.ts';
import { kindOf } from './kinds.ts';
import { refine, REFINEMENT } from './refinement.ts';

/** An autoencoder on the backend, ready for raw activations. */
export interface FoldedAutoencoder {
  config: AutoencoderConfig;
  weights: Weights;
  parameters: Parameters;
}

export class AutoencoderError extends Error {
  override name = 'AutoencoderError';
}

/** @throws AutoencoderError that names the weight that is missing or does not fit the config */
export function loadAutoencoder(config: AutoencoderConfig, weights: Weights): FoldedAutoencoder {
  for (const [name, shape] of Object.entries(shapesOf(config, weights))) {
    const found = weights[name]?.shape.join('×') ?? 'not there';
    if (found === shape.join('×')) continue;
    throw new AutoencoderError(
      `the weight "${name}" of the autoencoder is ${found}, and ${config.kind} with ${config.latents} latents on ` +
        `states of ${config.hiddenSize} needs ${shape.join('×')}: train it again with "trimtab sae --force"`,
    );
  }
  return { config, weights, parameters: toParameters(weights) };
}

function shapesOf(
  { kind, hiddenSize, latents }: AutoencoderConfig,
  weights: Weights,
): Record<string, number[]> {
  return {
    'encoder.weight': [hiddenSize, latents],
    'encoder.bias': [latents],
    'decoder.weight': [latents, hiddenSize],
    'decoder.bias': [hiddenSize],
    ...kindOf({ kind }).shapes,
    ...(REFINEMENT in weights && { [REFINEMENT]: [hiddenSize, latents] }),
  };
}

/**
 * latents = select(relu(x·encoder.weight + encoder.bias)) ∈ [n, latents], select being the kind's; and where the
 * autoencoder refines its codes, `refine` from there.
 */
export function encodeLatents(sae: FoldedAutoencoder, x: tf.Tensor2D): tf.Tensor2D {
  const { config, parameters: p } = sae;
  const pre = tf.add<tf.Tensor2D>(
    matMul(x, p['encoder.weight'] as tf.Tensor2D),
    p['encoder.bias'] as tf.Tensor,
  );
  const select = (active: tf.Tensor2D): tf.Tensor2D => kindOf(config).select(active, config, p);
  const z = select(tf.relu(pre));
  const refinement = p[REFINEMENT];
  if (refinement === undefined) return z;
  return refine(z, (code) => tf.sub(x, decodeLatents(sae, code)), refinement as tf.Tensor2D, select);
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

/** The active latents of a chunk of positions, one position after the other. */
interface Active {
  counts: Int32Array; // [positions]
  latent: Int32Array; // [Σ counts]
  value: Float32Array; // [Σ counts]
}

/**
 * @param hidden raw activations ∈ [n, d]
 * @returns codes as wide as the position with the most active latents
 */
export async function sparseCodes(sae: FoldedAutoencoder, hidden: Float32Array): Promise<Codes> {
  const { hiddenSize: d, latents } = sae.config;
  const n = hidden.length / d;
  const chunks: Active[] = [];
  for (let start = 0; start < n; start += CHUNK) {
    const rows = Math.min(CHUNK, n - start);
    const dense = tf.tidy(() =>
      encodeLatents(sae, tf.tensor2d(hidden.subarray(start * d, (start + rows) * d), [rows, d])),
    );
    chunks.push(activeOf(await dense.data<'float32'>(), latents));
    dense.dispose();
  }
  return laidOut(chunks, n);
}

function activeOf(dense: Float32Array, latents: number): Active {
  let total = 0;
  // A plain loop takes a sixth of the time of `reduce`, and most numbers of an evaluation pass here.
  for (let i = 0; i < dense.length; i++) if ((dense[i] as number) > 0) total++;
  const active: Active = {
    counts: new Int32Array(dense.length / latents),
    latent: new Int32Array(total),
    value: new Float32Array(total),
  };
  let place = 0;
  for (const row of active.counts.keys()) {
    const first = place;
    for (let latent = 0; latent < latents; latent++) {
      const value = dense[row * latents + latent] as number;
      if (value <= 0) continue;
      active.latent[place] = latent;
      active.value[place++] = value;
    }
    active.counts[row] = place - first;
  }
  return active;
}

function laidOut(chunks: readonly Active[], n: number): Codes {
  const k = chunks.reduce((most, { counts }) => counts.reduce((a, b) => Math.max(a, b), most), 1);
  const codes: Codes = { k, latent: new Int32Array(n * k).fill(-1), value: new Float32Array(n * k) };
  let row = 0;
  for (const { counts, latent, value } of chunks) {
    let from = 0;
    for (const count of counts) {
      codes.latent.set(latent.subarray(from, from + count), row * k);
      codes.value.set(value.subarray(from, from + count), row * k);
      from += count;
      row++;
    }
  }
  return codes;
}

/** Mean number of active latents at a position (L0). */
export function meanActive({ k, latent }: Codes): number {
  const active = latent.reduce((count, index) => count + (index < 0 ? 0 : 1), 0);
  return active / Math.max(1, latent.length / k);
}
