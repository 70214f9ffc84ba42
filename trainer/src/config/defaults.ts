// Settings that suit the built-in data and real data, where the command line and a config file say nothing.
import type { RunConfigInput } from './schema.ts';
import type { DataSize } from './size.ts';
import { settingsForSize } from './size.ts';

/** Small enough to train in minutes without native code: 100,000 interactions, 1,200 items, sharp tastes. */
const generated: RunConfigInput = {
  recommender: { block: 'ligr', positions: 'relative', hiddenSize: 48, feedForwardSize: 96, maxLength: 64 },
  training: {
    batchTokens: 1536,
    learningRate: 5e-3,
    warmupSteps: 50,
    maxEpochs: 10,
    patience: 3,
    validationUsers: 400,
  },
  autoencoder: {
    latents: 96,
    k: 12,
    learningRate: 6e-3,
    epochs: 32,
    batchSize: 512,
    auxiliaryWeight: 0.25,
    auxiliaryK: 64,
    deadAfter: 30_000,
  },
  concepts: { minItems: 20, calibrationUsers: 400, safetyUsers: 1200, maxEmergent: 10 },
  evaluation: { controls: false },
};

/** Films and music: long histories, thousands of items. */
const real: RunConfigInput = {
  // what earned its place in the ablation on MovieLens-1M (docs/trials/2026-11-recommenders.md)
  recommender: {
    block: 'ligr',
    positions: 'relative',
    hiddenSize: 64,
    feedForwardSize: 128,
    maxLength: 200,
  },
  training: {
    batchTokens: 2048,
    learningRate: 1.5e-3,
    warmupSteps: 200,
    schedule: 'cosine',
    finalRate: 0.02,
    averageDecay: 0.999,
    maxEpochs: 20,
    maxMinutes: 30,
  },
  // the rate and the auxiliary loss are what a sweep on MovieLens-1M says (docs/trials/2026-11.md)
  autoencoder: {
    latents: 1024,
    k: 16,
    learningRate: 0.012,
    epochs: 5,
    batchSize: 1024,
    auxiliaryWeight: 0.25,
    auxiliaryK: 128,
  },
  concepts: { minItems: 30 },
};

/**
 * The defaults for a source with what was asked for on top, key by key.
 *
 * @param size of the data, once it has been read; before that, the defaults are those of films
 */
export function withDefaults(input: RunConfigInput, size?: DataSize): RunConfigInput {
  const source = input.data?.source ?? 'generated';
  if (source === 'generated') return merge(generated, input);
  const sized = size === undefined ? [] : settingsForSize(size).map(({ settings }) => settings);
  return [...sized, input].reduce(merge, real);
}

function merge<T>(base: T, over: T): T {
  if (!isPlain(base) || !isPlain(over)) return over ?? base;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(merged[key], value);
  return merged as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
