// Stage sae: the features inside the recommender.
import { hiddenOfRole } from '../../activations/harvest.ts';
import { writeSafetensors } from '../../files/safetensors.ts';
import { LineageError } from '../../lineage/errors.ts';
import type { TrainingVersion } from '../../lineage/training-files.ts';
import { warmAutoencoder } from '../../lineage/warm-settings.ts';
import type { AutoencoderConfig } from '../../recommender/weights.ts';
import type { AutoencoderTraining } from '../../sae/train.ts';
import { trainAutoencoder } from '../../sae/train.ts';
import { autoencoderConfig, autoencoderFile, loadActivations, loadPrevious } from '../files-of-run.ts';
import type { Run } from '../run-folder.ts';
import type { Stage } from './stage.ts';

export const saeStage: Stage = {
  name: 'sae',
  says: 'finds the features that those states are made of',
  inputs: ({ config }) => [
    config.autoencoder,
    config.seed,
    ...(config.from === undefined ? [] : [config.from]),
  ],
  async work({ run, report, keepFile }) {
    const hidden = hiddenOfRole(await loadActivations(run), 'train');
    const config = autoencoderConfig(run);
    const settings = { ...(await trainingOf(run)), kept: keepFile('autoencoder') };
    const weights = await trainAutoencoder(hidden, config, settings, run.config.seed, report);
    await writeSafetensors(autoencoderFile(run), weights, { config: JSON.stringify(config) });
  },
};

async function trainingOf(run: Run): Promise<AutoencoderTraining> {
  const { from, autoencoder } = run.config;
  if (from?.weights !== true) return autoencoder;
  const previous = await loadPrevious(run);
  if (previous === undefined) return autoencoder;
  refuseOtherShape(autoencoderConfig(run), autoencoder.hook, previous);
  return { ...warmAutoencoder(autoencoder, from), initial: previous.sae };
}

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
