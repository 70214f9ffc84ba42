// Controls that must be trained: what the same autoencoder finds with random directions, or where nothing was learnt.
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Activations } from '../activations/harvest.ts';
import { harvest, heldOutActivations, hiddenOfRole } from '../activations/harvest.ts';
import type { Dataset } from '../data/dataset.ts';
import { itemCount } from '../data/dataset.ts';
import { disposeRecommender, initialWeights, loadRecommender } from '../recommender/initialise.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../recommender/weights.ts';
import type { AutoencoderSettings } from '../config/schema.ts';
import type { Progress } from '../config/progress.ts';
import type { KeepFile } from '../files/kept-parts.ts';
import { loadAutoencoder, sparseCodes } from '../sae/codes.ts';
import type { AutoencoderTraining } from '../sae/train.ts';
import { trainAutoencoder } from '../sae/train.ts';
import type { Features } from './features.ts';
import { latentFeatures } from './features.ts';
import type { Controls } from './interpretability.ts';
import { MOST_CO_OCCURRENCE_ITEMS, coOccurrenceVectors } from './co-occurrence-vectors.ts';

export type TrainedControls = Pick<Controls, 'frozenDecoder' | 'untrainedModel' | 'coOccurrence'>;

export interface ControlOptions {
  /** Those of the trained recommender, all roles: read anew for each control, so that none is held beside another's. */
  activations: () => Promise<Activations>;
  data: Dataset;
  recommender: RecommenderConfig;
  autoencoder: AutoencoderConfig;
  settings: AutoencoderSettings;
  hook: Hook;
  seed: number;
  report: Progress;
  /** Where each keeps how far its training is; absent, nowhere. */
  keepFile?: KeepFile;
}

/**
 * The run's autoencoder with kind, size, data, seed and epochs unchanged, but:
 * `frozenDecoder`: its decoder's directions left as drawn at random (unit rows) and all else trained;
 * `untrainedModel`: on the activations of the recommender as it was before its first step;
 * `coOccurrence`: on vectors of each position's item from windows of the histories alone (`coOccurrenceVectors`), which are
 * left out where the catalogue is too large for them.
 *
 * Each is trained when it is asked for. The features are codes of the positions of `heldOutActivations`.
 */
export function trainedControls(options: ControlOptions): TrainedControls {
  const { recommender, data, hook, seed, report, settings } = options;
  const controls: TrainedControls = {
    async frozenDecoder() {
      return featuresOfTrained('frozen decoder', await options.activations(), {
        ...options,
        settings: { ...settings, frozenDecoder: true },
      });
    },
    async untrainedModel() {
      const untrained = loadRecommender(recommender, initialWeights(recommender, seed));
      const { maxPositions } = settings;
      const activations = await harvest(untrained, data, hook, { maxPositions, seed, report });
      disposeRecommender(untrained);
      return featuresOfTrained('untrained model', activations, options);
    },
  };
  if (itemCount(data) > MOST_CO_OCCURRENCE_ITEMS) return controls;
  return {
    ...controls,
    async coOccurrence() {
      const activations = await options.activations();
      const vectors = await coOccurrenceVectors(data, activations.hiddenSize, seed);
      return featuresOfTrained('co-occurrence', withVectors(activations, vectors), options);
    },
  };
}

/** The same positions, with the vector of the item there as their state; takes them over. @param vectors ∈ [items, hiddenSize] */
function withVectors(activations: Activations, vectors: Float32Array): Activations {
  const { hiddenSize: d, hidden, items } = activations;
  items.forEach((item, row) => hidden.set(vectors.subarray(item * d, (item + 1) * d), row * d));
  return activations;
}

async function featuresOfTrained(
  name: string,
  activations: Activations,
  options: ControlOptions & { settings: AutoencoderTraining },
): Promise<Features> {
  const { autoencoder, seed, report, keepFile } = options;
  const settings = { ...options.settings, kept: keepFile?.(name) };
  const quiet: Progress = { ...report, line: () => {} };
  const hidden = hiddenOfRole(activations, 'train');
  const weights = await trainAutoencoder(hidden, autoencoder, settings, seed, quiet);
  const sae = loadAutoencoder(autoencoder, weights);
  const codes = await sparseCodes(sae, heldOutActivations(activations).hidden);
  tf.dispose(sae.parameters);
  return latentFeatures(codes, autoencoder.latents);
}
