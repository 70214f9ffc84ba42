// Stages train and activations: the recommender, and what it says at the hook point.
import { rm } from 'node:fs/promises';
import { requirePeople } from '../../activations/enough-people.ts';
import { harvest, toArrays } from '../../activations/harvest.ts';
import { writeSafetensors } from '../../files/safetensors.ts';
import { disposeRecommender } from '../../recommender/initialise.ts';
import type { Dataset } from '../../data/dataset.ts';
import { warmTraining } from '../../lineage/warm-settings.ts';
import { warmWeights } from '../../lineage/warm-weights.ts';
import type { RecommenderConfig } from '../../recommender/weights.ts';
import type { TrainOptions } from '../../training/train.ts';
import { trainRecommender } from '../../training/train.ts';
import {
  activationsFile,
  loadData,
  loadModel,
  loadPrevious,
  originOfActivations,
  recommenderConfig,
  recommenderFolder,
} from '../files-of-run.ts';
import type { Run } from '../run-folder.ts';
import type { Stage } from './stage.ts';

export const trainStage: Stage = {
  name: 'train',
  says: 'learns what people like next from what they liked before',
  inputs: ({ config }) => [
    config.recommender,
    config.training,
    config.seed,
    ...(config.from === undefined ? [] : [config.from]),
  ],
  async work({ run, report, key, again }) {
    const data = await loadData(run);
    requirePeople(data, run.config.autoencoder);
    if (again) await rm(recommenderFolder(run), { recursive: true, force: true });
    const config = recommenderConfig(run, data);
    await trainRecommender({
      data,
      config,
      ...(await startOf(run, config, data)),
      seed: run.config.training.seed ?? run.config.seed,
      folder: recommenderFolder(run),
      fingerprint: key,
      report,
    });
  },
};

/** Random weights and the whole schedule, or those of the version before and a shorter one. */
async function startOf(
  run: Run,
  config: RecommenderConfig,
  data: Dataset,
): Promise<Pick<TrainOptions, 'settings' | 'initial'>> {
  const { training, from } = run.config;
  const previous = from?.weights === true ? await loadPrevious(run) : undefined;
  if (from === undefined || previous === undefined) return { settings: training };
  const { modelVersion, items, recommender } = previous;
  const initial = warmWeights(config, data, { modelVersion, items, weights: recommender });
  return { settings: warmTraining(training, from), initial };
}

export const activationsStage: Stage = {
  name: 'activations',
  says: 'writes down what the model holds in mind at each step of each history',
  inputs: ({ config }) => [config.autoencoder.hook, config.autoencoder.maxPositions],
  async work({ run, report }) {
    const data = await loadData(run);
    const model = await loadModel(run, data);
    const { hook, maxPositions } = run.config.autoencoder;
    const activations = await harvest(model, data, hook, { maxPositions, seed: run.config.seed, report });
    disposeRecommender(model);
    await writeSafetensors(activationsFile(run), toArrays(activations), await originOfActivations(run));
    report.line(`${activations.users.length} positions at ${hook}`);
  },
};
