// The models that the edge benchmark runs: random weights, since time depends on sizes alone.
import { buildGraphs, type BuiltGraphs } from '@trimtab/trainer/onnx/graphs.ts';
import { randomAutoencoder, randomRecommender, seeded } from '@trimtab/trainer/testing/random-weights.ts';

export interface EdgeSize {
  items: number;
  hiddenSize: number;
  latents: number;
}

/** The catalogues of ML-1M and ML-20M (items with interactions), with the hidden sizes that they are trained at. */
export const EDGE_SIZES: readonly [EdgeSize, EdgeSize] = [
  { items: 3416, hiddenSize: 64, latents: 512 },
  { items: 26744, hiddenSize: 128, latents: 2048 },
];

export const HISTORIES = [50, 200] as const;

/** After both blocks, where the head only scores; and the default of a run, where the head runs the last block too. */
export const HOOKS = ['final', 'blocks.0'] as const;

export type EdgeHook = (typeof HOOKS)[number];

export function edgeGraphs(
  { items, hiddenSize, latents }: EdgeSize,
  hook: EdgeHook = 'blocks.0',
): BuiltGraphs {
  const recommender = {
    kind: 'gptrec' as const,
    items,
    hiddenSize,
    feedForwardSize: 4 * hiddenSize,
    blocks: 2,
    heads: 2,
    maxLength: Math.max(...HISTORIES),
  };
  const autoencoder = { kind: 'topk' as const, hiddenSize, latents, k: 32 };
  const random = seeded(1);
  return buildGraphs({
    recommender,
    weights: randomRecommender(recommender, random),
    autoencoder,
    autoencoderWeights: randomAutoencoder(autoencoder, random),
    hook,
    precision: 'int8',
  });
}

export function randomHistory(items: number, length: number, seed = length): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length }, () => random.integer(items));
}

/** An edit of five latents: a concept of the usual size. */
export const steeredEdit = (latents: number): Float32Array => new Float32Array(latents).fill(0.5, 0, 5);

/** The base and one steered edit, as the Worker scores them together when lists are compared. */
export const baseAndSteered = (latents: number): Float32Array[] => [
  new Float32Array(latents),
  steeredEdit(latents),
];
