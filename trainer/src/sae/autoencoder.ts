// What all kinds of sparse autoencoder share (Bricken et al. 2023, Gao et al. 2024):
//   z = select(relu((x - b_dec)·W_enc + b_enc)),  x̂ = z·W_dec + b_dec,  each row of W_dec of unit norm.
// Which latents `select` leaves active, and the loss, are the kind's (kinds.ts).
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { createRandom } from '../math/random.ts';
import { hasKernels, runKernel } from '../tensorflow/native/kernels.ts';
import { matMul, matMulGiven } from '../tensorflow/operations/ops.ts';
import { refineOnce, REFINEMENT } from './refinement.ts';

/** Size of the refinement before it is learnt, as a share of the encoder: at 1 hard thresholding of an unlearnt dictionary diverges. */
const FIRST_STEP = 0.5;

export interface Autoencoder {
  config: AutoencoderConfig;
  parameters: Parameters;
}

export function part<T extends tf.Tensor>({ parameters }: Autoencoder, name: string): T {
  const found = parameters[name];
  if (found === undefined) throw new Error(`the autoencoder has no weight "${name}"`);
  return found as T;
}

/**
 * relu((x - b_dec)·W_enc + b_enc) ∈ [n, latents], before latents are selected. x is normalised, and given: written as
 * x·W_enc + (b_enc - b_dec·W_enc), no gradient is worked out for it, which saves a sixth of a step.
 */
export function preActivations(sae: Autoencoder, x: tf.Tensor2D): tf.Tensor2D {
  const encoder = part<tf.Tensor2D>(sae, 'encoder.weight');
  const bias = tf.reshape<tf.Rank.R2>(part(sae, 'decoder.bias'), [1, -1]);
  const offset = tf.sub(part(sae, 'encoder.bias'), matMul(bias, encoder)); // [1, latents]
  return tf.relu(tf.add<tf.Tensor2D>(matMulGiven(x, encoder), offset));
}

/** z·W_dec ∈ [n, d]: the decoder without its bias. */
export const decodeDirections = (sae: Autoencoder, z: tf.Tensor2D): tf.Tensor2D =>
  matMul(z, part(sae, 'decoder.weight'));

/** x - x̂ ∈ [n, d] */
export const reconstructionError = (sae: Autoencoder, x: tf.Tensor2D, z: tf.Tensor2D): tf.Tensor2D =>
  tf.sub<tf.Tensor2D>(tf.sub(x, decodeDirections(sae, z)), part(sae, 'decoder.bias'));

/** The code that is learnt through: `keep` of the pre-activations, and where the autoencoder refines it, `refineOnce`. */
export function activeLatents(
  sae: Autoencoder,
  x: tf.Tensor2D,
  pre: tf.Tensor2D,
  keep: (pre: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  const z = keep(pre);
  if (sae.parameters[REFINEMENT] === undefined) return z;
  return refineOnce(z, reconstructionError(sae, x, z), part(sae, REFINEMENT), keep);
}

/**
 * Random unit decoder rows, the encoder its transpose, the decoder bias the mean of the (normalised) activations.
 *
 * @param refined with a refinement, which begins as the encoder
 */
export function initialAutoencoder(
  config: AutoencoderConfig,
  mean: Float32Array,
  seed: number,
  refined = false,
): Weights {
  const { hiddenSize: d, latents } = config;
  const random = createRandom(seed, 'autoencoder');
  const decoder = Float32Array.from({ length: latents * d }, () => random.normal());
  const encoder = new Float32Array(d * latents);
  for (let latent = 0; latent < latents; latent++) {
    const row = decoder.subarray(latent * d, (latent + 1) * d);
    const norm = Math.hypot(...row);
    for (let i = 0; i < d; i++) {
      row[i] = (row[i] as number) / norm;
      encoder[i * latents + latent] = row[i] as number;
    }
  }
  return {
    'encoder.weight': { shape: [d, latents], data: encoder },
    'encoder.bias': { shape: [latents], data: new Float32Array(latents) },
    'decoder.weight': { shape: [latents, d], data: decoder },
    'decoder.bias': { shape: [d], data: Float32Array.from(mean) },
    ...(refined && { [REFINEMENT]: { shape: [d, latents], data: encoder.map((w) => w * FIRST_STEP) } }),
  };
}

/** W_dec with each row scaled to unit norm. Takes the old table over. */
export function withUnitRows(parameters: Parameters): Parameters {
  const decoder = parameters['decoder.weight'] as tf.Tensor2D;
  const scaled = tf.tidy(() =>
    hasKernels()
      ? (runKernel('UnitRows', [decoder], 1)[0] as tf.Tensor2D)
      : tf.div<tf.Tensor2D>(decoder, tf.maximum(tf.norm(decoder, 'euclidean', 1, true), 1e-8)),
  );
  decoder.dispose();
  return { ...parameters, 'decoder.weight': scaled };
}

/**
 * Input normalisation folded in, for raw activations: with x_n = scale·x,
 * W_enc' = scale·W_enc, b_enc' = b_enc - b_dec·W_enc, W_dec' = W_dec / scale, b_dec' = b_dec / scale, W_ref' = scale·W_ref.
 */
export function foldNormalisation(weights: Weights, scale: number): Weights {
  const get = (name: string) => {
    const weight = weights[name];
    if (weight === undefined) throw new Error(`the autoencoder has no weight "${name}"`);
    return weight;
  };
  const encoder = get('encoder.weight');
  const bias = get('decoder.bias').data;
  const refinement = weights[REFINEMENT];
  const latents = at(encoder.shape, 1);
  const encoderBias = get('encoder.bias').data.map((b, latent) =>
    bias.reduce((sum, offset, i) => sum - offset * (encoder.data[i * latents + latent] as number), b),
  );
  return {
    'encoder.weight': { shape: encoder.shape, data: encoder.data.map((w) => w * scale) },
    'encoder.bias': { shape: [latents], data: encoderBias },
    'decoder.weight': {
      shape: get('decoder.weight').shape,
      data: get('decoder.weight').data.map((w) => w / scale),
    },
    'decoder.bias': { shape: [bias.length], data: bias.map((b) => b / scale) },
    ...(refinement && { [REFINEMENT]: { ...refinement, data: refinement.data.map((w) => w * scale) } }),
  };
}

/**
 * What `foldNormalisation` made, for activations that are normalised by another scale, its decoder rows of unit norm again:
 * with r_j = ‖scale·W_dec'_j‖, W_dec = scale·W_dec'/r, W_enc = r·W_enc'/scale, b_enc = r·(b_enc' + b_dec'·W_enc'), so that
 * it reconstructs what it did.
 */
export function unfoldNormalisation(weights: Weights, scale: number): Weights {
  const { 'encoder.weight': encoder, 'decoder.weight': decoder, 'decoder.bias': bias } = weights;
  const encoderBias = weights['encoder.bias'];
  if (!encoder || !decoder || !bias || !encoderBias) throw new Error('the autoencoder lacks a weight');
  const latents = at(encoder.shape, 1);
  const d = at(decoder.shape, 1);
  const lengths = Float64Array.from({ length: latents }, (_, j) =>
    Math.max(1e-8, scale * Math.hypot(...decoder.data.subarray(j * d, (j + 1) * d))),
  );
  const columns = (data: Float32Array): Float32Array =>
    data.map((w, i) => (w * (lengths[i % latents] as number)) / scale);
  const refinement = weights[REFINEMENT];
  return {
    'encoder.weight': { shape: encoder.shape, data: columns(encoder.data) },
    'encoder.bias': {
      shape: encoderBias.shape,
      data: encoderBias.data.map((b, j) => {
        const offset = bias.data.reduce(
          (sum, x, i) => sum + x * (encoder.data[i * latents + j] as number),
          0,
        );
        return (b + offset) * (lengths[j] as number);
      }),
    },
    'decoder.weight': {
      shape: decoder.shape,
      data: decoder.data.map((w, i) => (w * scale) / (lengths[Math.floor(i / d)] as number)),
    },
    'decoder.bias': { shape: bias.shape, data: bias.data.map((b) => b * scale) },
    ...(refinement && { [REFINEMENT]: { ...refinement, data: columns(refinement.data) } }),
  };
}
