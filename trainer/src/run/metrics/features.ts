// The figures of autoencoder and latents, from the files of a run.
import * as tf from '@tensorflow/tfjs-core';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Activations } from '../../activations/harvest.ts';
import { heldOutActivations, hiddenOfRole } from '../../activations/harvest.ts';
import { usersOfRole } from '../../activations/roles.ts';
import { gatherEvidence } from '../../concepts/evidence.ts';
import type { Dataset } from '../../data/dataset.ts';
import { attributeRows, outputSide } from '../../interpretability/attribute-rows.ts';
import { trainedControls } from '../../interpretability/control-codes.ts';
import { evaluateAutoencoder } from '../../interpretability/evaluate-autoencoder.ts';
import type { HeldOutUser } from '../../ranking/evaluate-recommender.ts';
import { heldOutUsers, someUsers } from '../../ranking/evaluate-recommender.ts';
import { componentFeatures } from '../../interpretability/features.ts';
import type { Controls } from '../../interpretability/interpretability.ts';
import {
  evaluateInterpretability,
  measured,
  measuredWithTags,
} from '../../interpretability/interpretability.ts';
import { evaluateLatentQuality } from '../../interpretability/latent-quality.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import type { FoldedAutoencoder } from '../../sae/codes.ts';
import { loadAutoencoder, sparseCodes } from '../../sae/codes.ts';
import {
  autoencoderConfig,
  loadActivations,
  loadAutoencoderWeights,
  loadConcepts,
  recommenderConfig,
} from '../files-of-run.ts';
import type { Progress } from '../../config/progress.ts';
import type { KeepFile } from '../../files/kept-parts.ts';
import type { Run } from '../run-folder.ts';

export interface LatentMetricsOptions {
  run: Run;
  data: Dataset;
  model: Recommender;
  report: Progress;
  /** Where the controls keep how far their training is. */
  keepFile: KeepFile;
}

export async function evaluateLatents(
  options: LatentMetricsOptions,
): Promise<Pick<Metrics, 'sae' | 'interpretability'>> {
  const { run, data, model, report } = options;
  const { autoencoder: settings, concepts: conceptSettings, seed } = run.config;
  const { hook } = settings;
  const { maxLength } = model.config;
  const weights = await loadAutoencoderWeights(run);
  const sae = loadAutoencoder(autoencoderConfig(run), weights);
  const users = heldOutUsers(data, 'test', someUsers(model.config.items), seed);
  const { figures, held } = await reconstruction(options, sae, users);
  const codes = await sparseCodes(sae, held.hidden);
  const inTest = usersOfRole(data, 'test');
  const testers = users.filter(({ user }) => inTest.has(user));
  const output = await outputSide(model, hook, sae, testers);
  tf.dispose(sae.parameters);
  const input = {
    catalogue: measured(data.catalogue, conceptSettings.minItems),
    activations: held,
    codes,
    latents: settings.latents,
  };
  report.update(0.5, 'interpretability beside its controls');
  const beside = {
    ...input,
    catalogue: measuredWithTags(data.catalogue, conceptSettings.minItems),
    controls: controlsOf(options, held),
  };
  const { concepts } = await loadConcepts(run);
  const interpretability = {
    ...(await evaluateInterpretability(beside, { hook, seed, ...conceptSettings })),
    perAttribute: attributeRows(gatherEvidence(input.catalogue, held, codes, settings.latents, seed), output),
    ...evaluateLatentQuality(input, { concepts, autoencoder: weights, maxLength, seed }),
  };
  return { sae: figures, interpretability };
}

/** What the autoencoder keeps, and of the activations that it was measured on those that figures of latents need. */
async function reconstruction(
  { run, model, report }: LatentMetricsOptions,
  sae: FoldedAutoencoder,
  users: HeldOutUser[],
): Promise<{ figures: Metrics['sae']; held: Activations }> {
  const activations = await loadActivations(run);
  const figures = await evaluateAutoencoder({
    model,
    hook: run.config.autoencoder.hook,
    sae,
    split: 'test',
    trainingHidden: hiddenOfRole(activations, 'train'),
    hidden: hiddenOfRole(activations, 'test'),
    everyHidden: activations.hidden,
    users,
    told: (share) => report.update(0.3 + share / 10, 'rankings by what the autoencoder keeps'),
  });
  return { figures, held: heldOutActivations(activations) };
}

function controlsOf({ run, data, report, keepFile }: LatentMetricsOptions, held: Activations): Controls {
  const { autoencoder: settings, evaluation, seed } = run.config;
  const pca = { pca: () => componentFeatures(held) };
  if (!evaluation.controls) return pca;
  const trained = trainedControls({
    activations: () => loadActivations(run),
    data,
    recommender: recommenderConfig(run, data),
    autoencoder: autoencoderConfig(run),
    settings,
    hook: settings.hook,
    seed,
    report,
    keepFile,
  });
  return { ...pca, ...trained };
}
