// For tests: small models of random weights, and their graphs run in onnxruntime-web.
import { expect } from 'vitest';
import type { AutoencoderConfig, RecommenderConfig } from '../src/recommender/weights.ts';
import type { AutoencoderKindName } from '../src/config/autoencoder-kinds.ts';
import { buildGraphs, type GraphOptions } from '../src/onnx/graphs.ts';
import { randomAutoencoder, randomRecommender, seeded } from './random-weights.ts';
import { openGraphs, type GraphSession } from '../src/onnx/session.ts';

export interface Sizes {
  blocks?: number;
  items?: number;
  hiddenSize?: number;
  latents?: number;
  kind?: AutoencoderKindName;
  /** Whether the autoencoder refines its codes. */
  refined?: boolean;
  architecture?: Partial<RecommenderConfig>;
}

export function model(hook: string, precision: 'fp32' | 'int8', sizes: Sizes = {}): GraphOptions {
  const { blocks = 2, items = 40, hiddenSize = 16, latents = 32, kind = 'topk', architecture } = sizes;
  const recommender: RecommenderConfig = {
    kind: 'gptrec',
    items,
    hiddenSize,
    feedForwardSize: 2 * hiddenSize,
    blocks,
    heads: 2,
    maxLength: 12,
    ...architecture,
  };
  const autoencoder: AutoencoderConfig = { kind, hiddenSize, latents, k: 4 };
  const random = seeded(7);
  const weights = randomRecommender(recommender, random);
  return {
    recommender,
    weights,
    autoencoder,
    autoencoderWeights: randomAutoencoder(autoencoder, random, sizes.refined),
    hook,
    precision,
  };
}

export async function withGraphs(
  options: GraphOptions,
  use: (session: GraphSession) => Promise<void>,
): Promise<void> {
  const session = await openGraphs(buildGraphs(options));
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

export function history(length: number, items: number, seed = 3): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length }, () => random.integer(items));
}

export function edit(latents: number, changes: Record<number, number>): Float32Array {
  const row = new Float32Array(latents);
  for (const [latent, change] of Object.entries(changes)) row[Number(latent)] = change;
  return row;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}
