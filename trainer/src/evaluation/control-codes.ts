// Controls that must be trained: what the same autoencoder finds with random directions, or where nothing was learnt.
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Activations } from '../activations/harvest.ts';
import { harvest, heldOutActivations, hiddenOfRole } from '../activations/harvest.ts';
import type { Dataset } from '../data/dataset.ts';
import { disposeRecommender, initialWeights, loadRecommender } from '../recommender/initialise.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../recommender/weights.ts';
import type { AutoencoderSettings } from '../run/config.ts';
import type { Progress } from '../run/progress.ts';
import type { Codes } from '../sae/codes.ts';
import { loadAutoencoder, sparseCodes } from '../sae/codes.ts';
import type { AutoencoderTraining } from '../sae/train.ts';
import { trainAutoencoder } from '../sae/train.ts';

export interface TrainedControls {
  frozenDecoder: Codes;
  untrainedModel: Codes;
}

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
 * `frozenDecoder`: the run's autoencoder with kind, size, data, seed and epochs unchanged, its decoder's directions left
 * as drawn at random (unit rows) and all else trained. `untrainedModel`: the run's autoencoder trained in full on the
 * activations of the recommender as it was before its first step.
 *
 * @param activations those of the trained recommender, all roles
 * @returns codes of the positions of `heldOutActivations`
 */
export async function trainedControls(
  activations: Activations,
  options: ControlOptions,
): Promise<TrainedControls> {
  const frozen: AutoencoderTraining = { ...options.settings, frozenDecoder: true };
  const frozenDecoder = await codesOfTrained(activations, frozen, options);
  const { recommender, data, hook, seed, report, settings } = options;
  const untrained = loadRecommender(recommender, initialWeights(recommender, seed));
  const { maxPositions } = settings;
  const before = await harvest(untrained, data, hook, { maxPositions, seed, report });
  disposeRecommender(untrained);
  return { frozenDecoder, untrainedModel: await codesOfTrained(before, settings, options) };
}

async function codesOfTrained(
  activations: Activations,
  settings: AutoencoderTraining,
  { autoencoder, seed, report }: ControlOptions,
): Promise<Codes> {
  const quiet: Progress = { ...report, line: () => {} };
  const hidden = hiddenOfRole(activations, 'train');
  const weights = await trainAutoencoder(hidden, autoencoder, settings, seed, quiet);
  const sae = loadAutoencoder(autoencoder, weights);
  const codes = await sparseCodes(sae, heldOutActivations(activations).hidden);
  tf.dispose(sae.parameters);
  return codes;
}
