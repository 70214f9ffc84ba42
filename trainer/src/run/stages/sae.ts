// Stage sae: the features inside the recommender.
import * as tf from '@tensorflow/tfjs-core';
import { hiddenOfRole } from '../../activations/harvest.ts';
import { writeJson } from '../../files/atomic.ts';
import { writeSafetensors } from '../../files/safetensors.ts';
import type { Weights } from '../../files/weights.ts';
import { autoencoderQuality } from '../../interpretability/evaluate-autoencoder.ts';
import { holdDirections, type AutoencoderQuality } from '../../lineage/directions.ts';
import { LineageError } from '../../lineage/errors.ts';
import type { TrainingVersion } from '../../lineage/training-files.ts';
import { warmAutoencoder } from '../../lineage/warm-settings.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { disposeRecommender } from '../../recommender/initialise.ts';
import type { AutoencoderConfig } from '../../recommender/weights.ts';
import { loadAutoencoder } from '../../sae/codes.ts';
import type { AutoencoderTraining } from '../../sae/train.ts';
import { trainAutoencoder } from '../../sae/train.ts';
import {
  autoencoderConfig,
  autoencoderFile,
  learntFile,
  loadActivations,
  loadData,
  loadModel,
  loadPrevious,
} from '../files-of-run.ts';
import type { Run } from '../run-folder.ts';
import type { Stage, StageContext } from './stage.ts';

export const saeStage: Stage = {
  name: 'sae',
  says: 'finds the features that those states are made of',
  inputs: ({ config }) => [
    config.autoencoder,
    config.seed,
    ...(config.from === undefined ? [] : [config.from]),
  ],
  async work(context) {
    const { run } = context;
    const previous = run.config.from?.weights === true ? await loadPrevious(run) : undefined;
    const trained = await (previous === undefined ? anew(context) : onFrom(previous, context));
    const config = JSON.stringify(autoencoderConfig(run));
    await writeSafetensors(autoencoderFile(run), trained.weights, { config });
    await writeJson(learntFile(run), trained.learnt);
  },
};

interface Trained {
  weights: Weights;
  /** Of the night that learnt the directions. */
  learnt: AutoencoderQuality;
}

async function anew(context: StageContext): Promise<Trained> {
  const hidden = hiddenOfRole(await loadActivations(context.run), 'train');
  const weights = await train(context, hidden, context.run.config.autoencoder, 'autoencoder');
  return { weights, learnt: await qualityOf(context.run, weights) };
}

async function onFrom(previous: TrainingVersion, context: StageContext): Promise<Trained> {
  const { run, report } = context;
  const { from, autoencoder } = run.config;
  refuseOtherShape(autoencoderConfig(run), autoencoder.hook, previous);
  const hidden = hiddenOfRole(await loadActivations(run), 'train');
  const settings = { ...(from ? warmAutoencoder(autoencoder, from) : autoencoder), initial: previous.sae };
  const { before, held, ...found } = await holdDirections({
    train: ({ frozenDecoder }) =>
      train(context, hidden, { ...settings, frozenDecoder }, frozenDecoder ? 'encoder' : 'autoencoder'),
    quality: (weights) => qualityOf(run, weights),
    learnt: previous.learnt,
  });
  const told = previous.learnt && `; in the night that learnt them: ${inWords(previous.learnt)}`;
  report.line(`with the directions of ${previous.modelVersion}: ${inWords(before)}${told ?? ''}`);
  report.line(held ? 'the directions are kept' : 'the directions are learnt on');
  return found;
}

const train = (
  { run, report, keepFile }: StageContext,
  hidden: Float32Array,
  settings: AutoencoderTraining,
  name: string,
): Promise<Weights> =>
  trainAutoencoder(
    hidden,
    autoencoderConfig(run),
    { ...settings, kept: keepFile(name) },
    run.config.seed,
    report,
  );

/** On people whom the autoencoder did not learn from, and lists of validation users. */
async function qualityOf(run: Run, weights: Weights): Promise<AutoencoderQuality> {
  const { autoencoder, training, seed } = run.config;
  const data = await loadData(run);
  const model = await loadModel(run, data);
  const activations = await loadActivations(run);
  const sae = loadAutoencoder(autoencoderConfig(run), weights);
  const quality = await autoencoderQuality({
    model,
    hook: autoencoder.hook,
    sae,
    hidden: hiddenOfRole(activations, 'selection'),
    everyHidden: activations.hidden,
    users: heldOutUsers(data, 'validation', training.validationUsers, seed),
  });
  tf.dispose(sae.parameters);
  disposeRecommender(model);
  return quality;
}

const inWords = ({ explainedVariance, deadShare, ndcgKept }: AutoencoderQuality): string =>
  `explained variance ${explainedVariance.toFixed(3)}, dead ${deadShare.toFixed(3)}, NDCG kept ${ndcgKept.toFixed(3)}`;

function refuseOtherShape(config: AutoencoderConfig, hook: string, previous: TrainingVersion): void {
  const wanted = { ...config, hook };
  const found = { ...previous.autoencoder, hook: previous.hook };
  const other = (['kind', 'latents', 'k', 'hiddenSize', 'hook'] as const).find(
    (key) => wanted[key] !== found[key],
  );
  if (other === undefined) return;
  throw new LineageError(
    'other-shape',
    `version ${previous.modelVersion} cannot be gone on from: its autoencoder has ${other} ${found[other]}, and this ` +
      `config wants ${wanted[other]}; give the settings that it was trained with, or train anew with --cold`,
  );
}
