// Random weights of a configuration, for tests and benchmarks: right in shape and of a trained model's sizes.
import { createRandom, type Random } from '../src/math/random.ts';
import { distanceBuckets } from '../src/recommender/distances.ts';
import { isCausal, longestSequence } from '../src/recommender/sequences.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../src/recommender/weights.ts';
import type { Weight, Weights } from '../src/files/weights.ts';
import { kindOf } from '../src/sae/kinds.ts';
import { REFINEMENT } from '../src/sae/refinement.ts';

/** The generator that these weights are drawn from. */
export const seeded = (seed: number): Random => createRandom(seed, 'random-weights');

export function randomRecommender(config: RecommenderConfig, random: Random): Weights {
  const { items, hiddenSize, feedForwardSize, heads } = config;
  const small = 1 / Math.sqrt(hiddenSize);
  const weights: Weights = {
    items: uniform([items, hiddenSize], small, random),
    ...(config.positions !== 'relative' && {
      positions: uniform([longestSequence(config), hiddenSize], small, random),
    }),
    ...(!isCausal(config) && { mask: uniform([1, hiddenSize], small, random) }),
    ...(config.output === 'separate' && { output: uniform([items, hiddenSize], small, random) }),
    'norm.gain': uniform([hiddenSize], 0.2, random, 1),
    'norm.bias': uniform([hiddenSize], 0.2, random),
  };
  const shapes: Record<string, [number, number]> = {
    qkv: [hiddenSize, 3 * hiddenSize],
    out: [hiddenSize, hiddenSize],
    up: [hiddenSize, (config.block === 'ligr' ? 2 : 1) * feedForwardSize],
    down: [feedForwardSize, hiddenSize],
    ...(config.block === 'ligr' && { gate1: [hiddenSize, hiddenSize], gate2: [hiddenSize, hiddenSize] }),
  };
  for (let block = 0; block < config.blocks; block++) {
    for (const norm of ['norm1', 'norm2']) {
      weights[`blocks.${block}.${norm}.gain`] = uniform([hiddenSize], 0.2, random, 1);
      weights[`blocks.${block}.${norm}.bias`] = uniform([hiddenSize], 0.2, random);
    }
    for (const [name, [rows, columns]] of Object.entries(shapes)) {
      weights[`blocks.${block}.${name}.weight`] = uniform([rows, columns], 1.7 / Math.sqrt(rows), random);
      weights[`blocks.${block}.${name}.bias`] = uniform([columns], 0.1, random);
    }
    if (config.positions === 'relative') {
      weights[`blocks.${block}.distances`] = uniform([distanceBuckets(config), heads], 1, random);
    }
  }
  return weights;
}

export function randomAutoencoder(config: AutoencoderConfig, random: Random, refined = false): Weights {
  const { hiddenSize, latents } = config;
  const small = 1.7 / Math.sqrt(hiddenSize);
  const encoder = uniform([hiddenSize, latents], small, random);
  const bias = uniform([latents], 0.1, random);
  const decoder = uniform([latents, hiddenSize], small, random);
  return {
    'encoder.weight': encoder,
    'encoder.bias': bias,
    'decoder.weight': decoder,
    'decoder.bias': uniform([hiddenSize], 0.1, random),
    ...Object.fromEntries(
      Object.entries(kindOf(config).shapes ?? {}).map(([name, shape]) => [
        name,
        uniform(shape, 0.2, random, 1),
      ]),
    ),
    ...(refined && { [REFINEMENT]: { shape: [hiddenSize, latents], data: smallSteps(decoder) } }),
  };
}

/** .3·W_decᵀ: refinements that do miss less, as those that are learnt. ∈ [d, latents] */
function smallSteps({ shape: [latents = 0, d = 0], data }: Weight): Float32Array {
  return Float32Array.from(data, (_, at) => 0.3 * (data[(at % latents) * d + Math.floor(at / latents)] ?? 0));
}

function uniform(shape: number[], spread: number, random: Random, centre = 0): Weight {
  const elements = shape.reduce((product, size) => product * size, 1);
  return {
    shape,
    data: Float32Array.from({ length: elements }, () => centre + (2 * random.next() - 1) * spread),
  };
}
