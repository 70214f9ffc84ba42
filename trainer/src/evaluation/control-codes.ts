// Controls that must be trained: what the same autoencoder finds with random directions, or where nothing was learnt.
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Activations } from '../activations/harvest.ts';
import { harvest, heldOutActivations, hiddenOfRole } from '../activations/harvest.ts';
import type { Dataset } from '../data/dataset.ts';
import { itemCount } from '../data/dataset.ts';
import { disposeRecommender, initialWeights, loadRecommender } from '../recommender/initialise.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../recommender/weights.ts';
import type { AutoencoderSettings } from '../run/config.ts';
import type { Progress } from '../run/progress.ts';
import { loadAutoencoder, sparseCodes } from '../sae/codes.ts';
import type { AutoencoderTraining } from '../sae/train.ts';
import { trainAutoencoder } from '../sae/train.ts';
import type { Features } from './features.ts';
import { latentFeatures } from './features.ts';
import type { Controls } from './interpretability.ts';
import { MOST_WINDOW_ITEMS, windowVectors } from './window-vectors.ts';

export type TrainedControls = Pick<Controls, 'frozenDecoder' | 'untrainedModel' | 'coOccurrence'>;

export interface ControlOptions {
  data: Dataset;
  recommender: RecommenderConfig;
  autoencoder: AutoencoderConfig;
  settings: AutoencoderSettings;
  hook: Hook;
  seed: number;
  report: Progress;
}

/**
 * The run's autoencoder with kind, size, data, seed and epochs unchanged, but:
 * `frozenDecoder`: its decoder's directions left as drawn at random (unit rows) and all else trained;
 * `untrainedModel`: on the activations of the recommender as it was before its first step;
 * `coOccurrence`: on vectors of each position's item from windows of the histories alone (`windowVectors`), which are
 * left out where the catalogue is too large for them.
 *
 * @param activations those of the trained recommender, all roles
 * @returns codes of the positions of `heldOutActivations`
 */
export async function trainedControls(
  activations: Activations,
  options: ControlOptions,
): Promise<TrainedControls> {
  const { recommender, data, hook, seed, report, settings } = options;
  const frozen: AutoencoderTraining = { ...settings, frozenDecoder: true };
  const frozenDecoder = await featuresOfTrained(activations, frozen, options);
  const untrained = loadRecommender(recommender, initialWeights(recommender, seed));
  const { maxPositions } = settings;
  const before = await harvest(untrained, data, hook, { maxPositions, seed, report });
  disposeRecommender(untrained);
  const untrainedModel = await featuresOfTrained(before, settings, options);
  if (itemCount(data) > MOST_WINDOW_ITEMS) return { frozenDecoder, untrainedModel };
  const vectors = await windowVectors(data, activations.hiddenSize, seed);
  const coOccurrence = await featuresOfTrained(withVectors(activations, vectors), settings, options);
  return { frozenDecoder, untrainedModel, coOccurrence };
}

/** The same positions, with the vector of the item there as their state. @param vectors ∈ [items, hiddenSize] */
function withVectors(activations: Activations, vectors: Float32Array): Activations {
  const { hiddenSize: d, items } = activations;
  const hidden = new Float32Array(items.length * d);
  items.forEach((item, row) => hidden.set(vectors.subarray(item * d, (item + 1) * d), row * d));
  return { ...activations, hidden };
}

async function featuresOfTrained(
  activations: Activations,
  settings: AutoencoderTraining,
  { autoencoder, seed, report }: ControlOptions,
): Promise<Features> {
  const quiet: Progress = { ...report, line: () => {} };
  const hidden = hiddenOfRole(activations, 'train');
  const weights = await trainAutoencoder(hidden, autoencoder, settings, seed, quiet);
  const sae = loadAutoencoder(autoencoder, weights);
  const codes = await sparseCodes(sae, heldOutActivations(activations).hidden);
  tf.dispose(sae.parameters);
  return latentFeatures(codes, autoencoder.latents);
}
