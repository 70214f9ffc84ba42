// Where each stage keeps its files inside a run, and how the next one reads them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import type { Concepts } from '@trimtab/shared/concepts.ts';
import { survivalReportSchema, type SurvivalReport } from '@trimtab/shared/lineage.ts';
import type { Activations } from '../activations/harvest.ts';
import { fromArrays } from '../activations/harvest.ts';
import type { Dataset } from '../data/dataset.ts';
import { itemCount } from '../data/dataset.ts';
import { withProtocol } from '../data/protocol.ts';
import { readDataset } from '../data/store.ts';
import { readSafetensors, readWeights } from '../files/safetensors.ts';
import { sha256 } from '../files/hash.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { loadRecommender } from '../recommender/initialise.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { qualitySchema, type AutoencoderQuality } from '../lineage/directions.ts';
import type { TrainingVersion } from '../lineage/training-files.ts';
import { panelSchema, readTraining } from '../lineage/training-files.ts';
import type { Run } from './run-folder.ts';

export const datasetFolder = (run: Run): string => join(run.folder, 'dataset');
export const recommenderFolder = (run: Run): string => join(run.folder, 'recommender');
export const bestWeights = (run: Run): string => join(recommenderFolder(run), 'best.safetensors');
export const activationsFile = (run: Run): string =>
  join(run.folder, 'activations', 'activations.safetensors');
export const autoencoderFile = (run: Run): string => join(run.folder, 'sae', 'autoencoder.safetensors');
/** What the autoencoder kept in the night that learnt its directions. */
export const learntFile = (run: Run): string => join(run.folder, 'sae', 'learnt.json');
export const conceptsFile = (run: Run): string => join(run.folder, 'concepts', 'concepts.json');
/** What the next version compares itself with; `export` puts it under training/<version>. */
export const panelFile = (run: Run): string => join(run.folder, 'concepts', 'panel.json');
export const liftsFile = (run: Run): string => join(run.folder, 'concepts', 'lifts.safetensors');
export const survivalFile = (run: Run): string => join(run.folder, 'concepts', 'survival.json');
/** What the labels alone would give where concepts are followed: a baseline. */
export const labelledFile = (run: Run): string => join(run.folder, 'concepts', 'labelled.json');
export const graphFile = (run: Run, graph: 'encoder' | 'head', precision: 'fp32' | 'int8'): string =>
  join(run.folder, 'graphs', `${graph}.${precision}.onnx`);
/** The item table of the int8 head; absent in runs whose graphs were built before there was one. */
export const tableFile = (run: Run): string => join(run.folder, 'graphs', 'items.bin');
export const metricsFile = (run: Run): string => join(run.folder, 'evaluation', 'metrics.json');
export const artifactFolder = (run: Pick<Run, 'folder'>): string => join(run.folder, 'artifact');

/** The run's data under the run's protocol. */
export async function loadData(run: Run): Promise<Dataset> {
  const { protocol = 'leave-one-out', targets } = run.config.data;
  return withProtocol(await readDataset(datasetFolder(run)), protocol, targets);
}

export function recommenderConfig(run: Run, data: Dataset): RecommenderConfig {
  return { ...run.config.recommender, items: itemCount(data) };
}

/** The trained recommender on the current backend; the caller disposes of it. */
export async function loadModel(run: Run, data: Dataset): Promise<Recommender> {
  const { weights } = await readWeights(bestWeights(run));
  return loadRecommender(recommenderConfig(run, data), weights);
}

/** What activations were harvested from: kept in their file, so that those of another run are not taken for this one's. */
export async function originOfActivations(run: Run): Promise<Record<string, string>> {
  return { hook: run.config.autoencoder.hook, recommender: sha256(await readFile(bestWeights(run))) };
}

/** @throws Error when the file is damaged, or holds what another recommender or hook point gave */
export async function loadActivations(run: Run): Promise<Activations> {
  const path = activationsFile(run);
  const { arrays, metadata } = await readSafetensors(path);
  for (const [what, expected] of Object.entries(await originOfActivations(run))) {
    if (metadata[what] === expected) continue;
    throw new Error(
      `${path}: these activations are of another run: their ${what} is ${metadata[what] ?? 'not said'}, ` +
        `and this run's is ${expected}; remove the file and run "trimtab sae" again`,
    );
  }
  return fromArrays(arrays, path);
}

export function autoencoderConfig(run: Run): AutoencoderConfig {
  const { kind, latents, k } = run.config.autoencoder;
  return { kind, latents, k, hiddenSize: run.config.recommender.hiddenSize };
}

export async function loadAutoencoderWeights(run: Run): Promise<Weights> {
  return (await readWeights(autoencoderFile(run))).weights;
}

/** Absent of an autoencoder that was trained before this was measured. */
export async function loadLearnt(run: Run): Promise<AutoencoderQuality | undefined> {
  if (!existsSync(learntFile(run))) return undefined;
  return qualitySchema.parse(JSON.parse(await readFile(learntFile(run), 'utf8')));
}

export async function loadConcepts(run: Run): Promise<Concepts> {
  return conceptsSchema.parse(JSON.parse(await readFile(conceptsFile(run), 'utf8')));
}

/** The folder of a version's training files, beside the runs. */
export const trainingFolder = (run: Pick<Run, 'folder'>, modelVersion: string): string =>
  join(run.folder, '..', '..', 'training', modelVersion);

/** What the run starts from or follows; nothing where it begins anew. @throws LineageError */
export async function loadPrevious(run: Run): Promise<TrainingVersion | undefined> {
  const { from } = run.config;
  return from && readTraining(trainingFolder(run, from.version));
}

export async function loadPanel(run: Run): Promise<{ histories: string[][] }> {
  return panelSchema.parse(JSON.parse(await readFile(panelFile(run), 'utf8')));
}

/** Absent where the run followed no earlier version. */
export async function loadSurvival(run: Run): Promise<SurvivalReport | undefined> {
  if (!existsSync(survivalFile(run))) return undefined;
  return survivalReportSchema.parse(JSON.parse(await readFile(survivalFile(run), 'utf8')));
}
