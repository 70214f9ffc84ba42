// What the next version starts from, of a run whose concepts are found.
import type { Concepts } from '@trimtab/shared/concepts.ts';
import type { Dataset } from '../../data/dataset.ts';
import { readSafetensors, readWeights } from '../../files/safetensors.ts';
import { decodeLifts } from '../../lineage/lift-file.ts';
import { writeTraining } from '../../lineage/training-files.ts';
import {
  autoencoderConfig,
  bestWeights,
  liftsFile,
  loadAutoencoderWeights,
  loadLearnt,
  loadPanel,
  loadSurvival,
  trainingFolder,
} from '../files-of-run.ts';
import type { Run } from '../run-folder.ts';

interface Exported {
  data: Dataset;
  modelVersion: string;
  concepts: Concepts;
}

/** What the next version starts from, beside the artifact and never in it. */
export async function exportTraining(run: Run, { data, modelVersion, concepts }: Exported): Promise<void> {
  const lifts = await readSafetensors(liftsFile(run));
  const { histories } = await loadPanel(run);
  const learnt = await loadLearnt(run);
  const survival = await loadSurvival(run);
  await writeTraining(trainingFolder(run, modelVersion), {
    modelVersion,
    hook: run.config.autoencoder.hook,
    autoencoder: autoencoderConfig(run),
    ...(learnt && { learnt }),
    items: data.catalogue.ids,
    recommender: (await readWeights(bestWeights(run))).weights,
    sae: await loadAutoencoderWeights(run),
    panel: histories,
    lifts: decodeLifts(lifts.arrays, lifts.metadata, liftsFile(run)),
    concepts,
    ...(survival && { survival }),
  });
}
